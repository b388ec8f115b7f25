using VarMem.Store.DuckDb.Native;

namespace VarMem.Store.DuckDb.Vectors;

/// <summary>STRUCT: its fields by name, in their order.</summary>
sealed class StructReader(string typeName, (string Name, VectorReader Reader)[] fields)
    : VectorReader<Dictionary<string, object?>>(typeName)
{
    internal override void Bind(nint vector)
    {
        base.Bind(vector);
        for (var i = 0; i < fields.Length; i++)
            fields[i].Reader.Bind(Api.duckdb_struct_vector_get_child(vector, (ulong)i));
    }

    internal override Dictionary<string, object?> Read(long row)
    {
        var value = new Dictionary<string, object?>(fields.Length);
        foreach (var (name, reader) in fields)
            value.Add(name, reader.GetValueOrNull(row));
        return value;
    }
}

/// <summary>MAP, which DuckDB holds as a list of key and value.</summary>
sealed unsafe class MapReader(string typeName, VectorReader key, VectorReader value) : VectorReader<Dictionary<object, object?>>(typeName)
{
    internal override void Bind(nint vector)
    {
        base.Bind(vector);
        var entry = Api.duckdb_list_vector_get_child(vector);
        key.Bind(Api.duckdb_struct_vector_get_child(entry, 0));
        value.Bind(Api.duckdb_struct_vector_get_child(entry, 1));
    }

    internal override Dictionary<object, object?> Read(long row)
    {
        var (offset, length) = ((ListEntry*)Data)[row];
        var map = new Dictionary<object, object?>((int)length);
        for (var i = (long)offset; i < (long)(offset + length); i++)
            map.Add(key.GetValue(i), value.GetValueOrNull(i));
        return map;
    }
}

/// <summary>A type without a counterpart here: its column may stand in a result, its values may not be asked for.</summary>
sealed class UnsupportedReader(string typeName) : VectorReader(typeName)
{
    internal override Type ValueType => typeof(object);
    internal override object GetValue(long row) => throw Throw.UnsupportedType(TypeName);
    internal override Array ToArray(long start, int count) => throw Throw.UnsupportedType(TypeName);
}
