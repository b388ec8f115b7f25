using VarMem.Store.DuckDb.Native;

namespace VarMem.Store.DuckDb.Vectors;

/// <summary>Reads the values of one column: made once for its type, then bound to the vector of each chunk.</summary>
abstract unsafe class VectorReader(string typeName)
{
    ulong* _validity;

    /// <summary>The type as SQL spells it.</summary>
    internal string TypeName { get; } = typeName;

    /// <summary>What <see cref="GetValue"/> returns.</summary>
    internal abstract Type ValueType { get; }

    /// <summary>The vector's values; their layout is the type's.</summary>
    protected byte* Data { get; private set; }

    /// <param name="vector">Borrowed from its chunk, which must outlive the reading.</param>
    internal virtual void Bind(nint vector)
    {
        Data = Api.duckdb_vector_get_data(vector);
        _validity = Api.duckdb_vector_get_validity(vector);
    }

    internal bool IsNull(long row) => _validity != null && (_validity[row >> 6] >> (int)(row & 63) & 1) == 0;

    /// <summary>The value of a row that is not NULL, boxed.</summary>
    internal abstract object GetValue(long row);

    /// <summary>The value as another type than the column's own, where nothing is lost by it.</summary>
    internal virtual T Convert<T>(long row) => GetValue(row) is T value ? value : throw Throw.NoConversion(this, typeof(T));

    /// <summary>Values of consecutive rows as an array of the column's own type.</summary>
    internal abstract Array ToArray(long start, int count);

    internal object? GetValueOrNull(long row) => IsNull(row) ? null : GetValue(row);
}

/// <summary>A column whose values come as <typeparamref name="T"/> without boxing.</summary>
abstract class VectorReader<T>(string typeName) : VectorReader(typeName)
{
    internal override Type ValueType => typeof(T);

    /// <summary>The value of a row that is not NULL.</summary>
    internal abstract T Read(long row);

    internal override object GetValue(long row) => Read(row)!;

    internal override Array ToArray(long start, int count)
    {
        var values = new T[count];
        for (var i = 0; i < count; i++)
            values[i] = IsNull(start + i) ? NullElement() : Read(start + i);
        return values;
    }

    /// <summary>What stands for NULL in an array: null, which a value type does not have.</summary>
    protected T NullElement() => default(T) is null ? default! : throw Throw.NullElement(this);
}
