using System.Numerics;
using System.Runtime.CompilerServices;

namespace VarMem.Store.DuckDb.Vectors;

/// <summary>Integers and floating point numbers, which lie in the vector as they are.</summary>
sealed unsafe class NumberReader<TStored>(string typeName) : VectorReader<TStored>(typeName)
    where TStored : unmanaged, INumber<TStored>
{
    static readonly bool IsInteger = typeof(TStored) != typeof(float) && typeof(TStored) != typeof(double);

    internal ReadOnlySpan<TStored> Span(int rows) => new(Data, rows);

    internal override TStored Read(long row) => Unsafe.ReadUnaligned<TStored>(Data + row * sizeof(TStored));

    /// <summary>To another number: integers to integers that hold the value, any number to double, float and decimal.</summary>
    internal override T Convert<T>(long row)
    {
        var value = Read(row);
        if (typeof(T) == typeof(double))
            return (T)(object)double.CreateChecked(value);
        if (typeof(T) == typeof(float))
            return (T)(object)float.CreateChecked(value);
        if (typeof(T) == typeof(decimal))
            return (T)(object)decimal.CreateChecked(value);
        return IsInteger ? ToInteger<T>(row, value) : base.Convert<T>(row);
    }

    T ToInteger<T>(long row, TStored value)
    {
        try
        {
            if (typeof(T) == typeof(int))
                return (T)(object)int.CreateChecked(value);
            if (typeof(T) == typeof(long))
                return (T)(object)long.CreateChecked(value);
            if (typeof(T) == typeof(short))
                return (T)(object)short.CreateChecked(value);
            if (typeof(T) == typeof(byte))
                return (T)(object)byte.CreateChecked(value);
            if (typeof(T) == typeof(sbyte))
                return (T)(object)sbyte.CreateChecked(value);
            if (typeof(T) == typeof(uint))
                return (T)(object)uint.CreateChecked(value);
            if (typeof(T) == typeof(ulong))
                return (T)(object)ulong.CreateChecked(value);
            if (typeof(T) == typeof(ushort))
                return (T)(object)ushort.CreateChecked(value);
            return base.Convert<T>(row);
        }
        catch (OverflowException)
        {
            throw Throw.DoesNotFit(this, value, typeof(T));
        }
    }

    internal override Array ToArray(long start, int count)
    {
        var values = new TStored[count];
        new ReadOnlySpan<byte>(Data + start * sizeof(TStored), count * sizeof(TStored))
            .CopyTo(System.Runtime.InteropServices.MemoryMarshal.AsBytes(values.AsSpan()));
        for (var i = 0; i < count; i++)
        {
            if (IsNull(start + i))
                NullElement();
        }
        return values;
    }
}
