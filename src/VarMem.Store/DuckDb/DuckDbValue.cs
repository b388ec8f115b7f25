using System.Collections;
using System.Text;
using VarMem.Store.DuckDb.Native;
using VarMem.Store.DuckDb.Vectors;

namespace VarMem.Store.DuckDb;

/// <summary>Parameter values on their way into DuckDB.</summary>
static class DuckDbValue
{
    internal static ValueHandle From(object? value) => value switch
    {
        null or DBNull => Api.duckdb_create_null_value(),
        bool v => Api.duckdb_create_bool(v),
        sbyte v => Api.duckdb_create_int8(v),
        byte v => Api.duckdb_create_uint8(v),
        short v => Api.duckdb_create_int16(v),
        ushort v => Api.duckdb_create_uint16(v),
        int v => Api.duckdb_create_int32(v),
        uint v => Api.duckdb_create_uint32(v),
        long v => Api.duckdb_create_int64(v),
        ulong v => Api.duckdb_create_uint64(v),
        Int128 v => Api.duckdb_create_hugeint(HugeInt.From(v)),
        UInt128 v => Api.duckdb_create_uhugeint(HugeInt.From(v)),
        float v => Api.duckdb_create_float(v),
        double v => Api.duckdb_create_double(v),
        decimal v => Api.duckdb_create_decimal(Decimals.ToNative(v)),
        string v => Text(v),
        char v => Text(v.ToString()),
        byte[] v => Api.duckdb_create_blob(v, (ulong)v.Length),
        DateOnly v => Api.duckdb_create_date(Temporal.ToDays(v)),
        TimeOnly v => Api.duckdb_create_time(v.Ticks / TimeSpan.TicksPerMicrosecond),
        DateTime v => Api.duckdb_create_timestamp(Temporal.ToMicroseconds(v)),
        DateTimeOffset v => Api.duckdb_create_timestamp_tz(Temporal.ToMicroseconds(v.UtcDateTime)),
        TimeSpan v => Api.duckdb_create_interval(DuckDbInterval.From(v)),
        DuckDbInterval v => Api.duckdb_create_interval(v),
        Guid v => Api.duckdb_create_uuid(Uuid.ToNative(v)),
        Enum v => From(Convert.ChangeType(v, v.GetTypeCode(), null)),
        Array { Rank: 1 } v => List(v, v.GetType().GetElementType()!),
        _ => throw Throw.ParameterType(value.GetType()),
    };

    static ValueHandle Text(string value)
    {
        var utf8 = Encoding.UTF8.GetBytes(value);
        return Api.duckdb_create_varchar_length(utf8, (ulong)utf8.Length);
    }

    static ValueHandle List(Array array, Type element)
    {
        using var type = Api.duckdb_create_logical_type(ElementType(Nullable.GetUnderlyingType(element) ?? element));
        var values = new List<ValueHandle>(array.Length);
        try
        {
            foreach (var item in (IEnumerable)array)
                values.Add(From(item));
            return Api.duckdb_create_list_value(type, values.Select(v => v.DangerousGetHandle()).ToArray(), (ulong)values.Count);
        }
        finally
        {
            values.ForEach(v => v.Dispose());
        }
    }

    static TypeId ElementType(Type type) => type switch
    {
        _ when type == typeof(bool) => TypeId.Boolean,
        _ when type == typeof(short) => TypeId.SmallInt,
        _ when type == typeof(int) => TypeId.Integer,
        _ when type == typeof(long) => TypeId.BigInt,
        _ when type == typeof(float) => TypeId.Float,
        _ when type == typeof(double) => TypeId.Double,
        _ when type == typeof(string) => TypeId.Varchar,
        _ when type == typeof(DateTime) => TypeId.Timestamp,
        _ when type == typeof(DateOnly) => TypeId.Date,
        _ when type == typeof(Guid) => TypeId.Uuid,
        _ => throw Throw.ParameterType(type.MakeArrayType()),
    };
}
