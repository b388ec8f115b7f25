using System.Numerics;
using VarMem.Store.DuckDb.Native;

namespace VarMem.Store.DuckDb.Vectors;

/// <summary>From a DuckDB type to what reads its vectors.</summary>
static class VectorReaders
{
    internal static VectorReader For(LogicalTypeHandle type) => Api.duckdb_get_type_id(type) switch
    {
        TypeId.Boolean => new MappedReader<byte, bool>("BOOLEAN", stored => stored != 0),
        TypeId.TinyInt => new NumberReader<sbyte>("TINYINT"),
        TypeId.SmallInt => new NumberReader<short>("SMALLINT"),
        TypeId.Integer => new NumberReader<int>("INTEGER"),
        TypeId.BigInt => new NumberReader<long>("BIGINT"),
        TypeId.HugeInt => new NumberReader<Int128>("HUGEINT"),
        TypeId.UTinyInt => new NumberReader<byte>("UTINYINT"),
        TypeId.USmallInt => new NumberReader<ushort>("USMALLINT"),
        TypeId.UInteger => new NumberReader<uint>("UINTEGER"),
        TypeId.UBigInt => new NumberReader<ulong>("UBIGINT"),
        TypeId.UHugeInt => new NumberReader<UInt128>("UHUGEINT"),
        TypeId.Float => new NumberReader<float>("FLOAT"),
        TypeId.Double => new NumberReader<double>("DOUBLE"),
        TypeId.Decimal => Decimal(type),
        TypeId.Varchar => new StringReader("VARCHAR"),
        TypeId.Blob => new BlobReader("BLOB"),
        TypeId.Enum => Enum(type),
        TypeId.Uuid => new MappedReader<UInt128, Guid>("UUID", Uuid.FromStored),
        TypeId.Date => new MappedReader<int, DateOnly>("DATE", Temporal.Date, Temporal.DateAsDateTime),
        TypeId.Time => new MappedReader<long, TimeOnly>("TIME", Temporal.Time, Temporal.TimeAsTimeSpan),
        TypeId.TimeNs => new MappedReader<long, TimeOnly>("TIME_NS", Temporal.TimeNs),
        TypeId.Timestamp => new MappedReader<long, DateTime>("TIMESTAMP", Temporal.Timestamp),
        TypeId.TimestampS => new MappedReader<long, DateTime>("TIMESTAMP_S", Temporal.TimestampS),
        TypeId.TimestampMs => new MappedReader<long, DateTime>("TIMESTAMP_MS", Temporal.TimestampMs),
        TypeId.TimestampNs => new MappedReader<long, DateTime>("TIMESTAMP_NS", Temporal.TimestampNs),
        TypeId.TimestampTz => new MappedReader<long, DateTime>(
            "TIMESTAMP WITH TIME ZONE", Temporal.TimestampTz, Temporal.TimestampTzAsOffset),
        TypeId.Interval => new MappedReader<DuckDbInterval, TimeSpan>(
            "INTERVAL", stored => stored.ToTimeSpan(), (DuckDbInterval stored) => stored),
        TypeId.List => List(type),
        TypeId.Array => Array(type),
        TypeId.Struct => Struct(type),
        TypeId.Map => Map(type),
        var other => new UnsupportedReader(other.ToString().ToUpperInvariant()),
    };

    static VectorReader Decimal(LogicalTypeHandle type)
    {
        var scale = Api.duckdb_decimal_scale(type);
        var name = $"DECIMAL({Api.duckdb_decimal_width(type)},{scale})";
        return Api.duckdb_decimal_internal_type(type) switch
        {
            TypeId.SmallInt => Of<short>(),
            TypeId.Integer => Of<int>(),
            TypeId.BigInt => Of<long>(),
            _ => Of<Int128>(),
        };

        MappedReader<TStored, decimal> Of<TStored>() where TStored : unmanaged, IBinaryInteger<TStored> => new(
            name,
            stored => Decimals.FromStored(Int128.CreateChecked(stored), scale, name),
            (TStored stored) => double.CreateChecked(stored) / Math.Pow(10, scale));
    }

    static VectorReader Enum(LogicalTypeHandle type)
    {
        var names = new string[Api.duckdb_enum_dictionary_size(type)];
        for (var i = 0; i < names.Length; i++)
            names[i] = Api.TakeText(Api.duckdb_enum_dictionary_value(type, (ulong)i));
        return Api.duckdb_enum_internal_type(type) switch
        {
            TypeId.UTinyInt => new MappedReader<byte, string>("ENUM", stored => names[stored]),
            TypeId.USmallInt => new MappedReader<ushort, string>("ENUM", stored => names[stored]),
            _ => new MappedReader<uint, string>("ENUM", stored => names[stored]),
        };
    }

    static ListReader List(LogicalTypeHandle type)
    {
        using var elementType = Api.duckdb_list_type_child_type(type);
        var element = For(elementType);
        return new ListReader($"{element.TypeName}[]", element);
    }

    static ArrayReader Array(LogicalTypeHandle type)
    {
        using var elementType = Api.duckdb_array_type_child_type(type);
        var element = For(elementType);
        var length = checked((int)Api.duckdb_array_type_array_size(type));
        return new ArrayReader($"{element.TypeName}[{length}]", element, length);
    }

    static StructReader Struct(LogicalTypeHandle type)
    {
        var fields = new (string Name, VectorReader Reader)[Api.duckdb_struct_type_child_count(type)];
        for (var i = 0; i < fields.Length; i++)
        {
            using var fieldType = Api.duckdb_struct_type_child_type(type, (ulong)i);
            fields[i] = (Api.TakeText(Api.duckdb_struct_type_child_name(type, (ulong)i)), For(fieldType));
        }
        return new StructReader($"STRUCT({string.Join(", ", fields.Select(f => $"{f.Name} {f.Reader.TypeName}"))})", fields);
    }

    static MapReader Map(LogicalTypeHandle type)
    {
        using var keyType = Api.duckdb_map_type_key_type(type);
        using var valueType = Api.duckdb_map_type_value_type(type);
        var (key, value) = (For(keyType), For(valueType));
        return new MapReader($"MAP({key.TypeName}, {value.TypeName})", key, value);
    }
}
