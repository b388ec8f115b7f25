namespace VarMem.Pipeline.Numpy;

/// <summary>An array in memory: the values in C order, the last axis fastest.</summary>
public sealed record NpyArray<T>(long[] Shape, T[] Values)
    where T : unmanaged;
