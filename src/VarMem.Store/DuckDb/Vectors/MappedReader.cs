using System.Runtime.CompilerServices;

namespace VarMem.Store.DuckDb.Vectors;

/// <summary>Values of fixed width that .NET holds otherwise than DuckDB.</summary>
/// <param name="typeName">The type as SQL spells it.</param>
/// <param name="map">From what lies in the vector to the value.</param>
/// <param name="alternative">A second type that the value may be asked as: a function of the same argument.</param>
sealed unsafe class MappedReader<TStored, T>(string typeName, Func<TStored, T> map, Delegate? alternative = null)
    : VectorReader<T>(typeName)
    where TStored : unmanaged
{
    internal override T Read(long row) => map(Stored(row));

    internal override TOther Convert<TOther>(long row) =>
        alternative is Func<TStored, TOther> other ? other(Stored(row)) : base.Convert<TOther>(row);

    TStored Stored(long row) => Unsafe.ReadUnaligned<TStored>(Data + row * sizeof(TStored));
}
