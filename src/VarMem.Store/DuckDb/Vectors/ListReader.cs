using VarMem.Store.DuckDb.Native;

namespace VarMem.Store.DuckDb.Vectors;

/// <summary>LIST: objects with null for NULL, or on request an array of the element's own type.</summary>
sealed unsafe class ListReader(string typeName, VectorReader element) : VectorReader<object?[]>(typeName)
{
    internal override void Bind(nint vector)
    {
        base.Bind(vector);
        element.Bind(Api.duckdb_list_vector_get_child(vector));
    }

    internal override object?[] Read(long row) => Elements.Objects(element, Start(row), Length(row));

    internal override T Convert<T>(long row) =>
        element.ToArray(Start(row), Length(row)) is T array ? array : throw Throw.NoConversion(this, typeof(T));

    long Start(long row) => (long)((ListEntry*)Data)[row].Offset;
    int Length(long row) => checked((int)((ListEntry*)Data)[row].Length);
}

/// <summary>ARRAY: as LIST, with the same number of elements in every row.</summary>
sealed class ArrayReader(string typeName, VectorReader element, int length) : VectorReader<object?[]>(typeName)
{
    internal override void Bind(nint vector)
    {
        base.Bind(vector);
        element.Bind(Api.duckdb_array_vector_get_child(vector));
    }

    internal override object?[] Read(long row) => Elements.Objects(element, row * length, length);

    internal override T Convert<T>(long row) =>
        element.ToArray(row * length, length) is T array ? array : throw Throw.NoConversion(this, typeof(T));
}

static class Elements
{
    internal static object?[] Objects(VectorReader element, long start, int length)
    {
        var values = new object?[length];
        for (var i = 0; i < length; i++)
            values[i] = element.GetValueOrNull(start + i);
        return values;
    }
}
