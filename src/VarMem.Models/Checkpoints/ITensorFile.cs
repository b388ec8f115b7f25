using System.Numerics;

namespace VarMem.Models.Checkpoints;

/// <summary>One of the file formats. Owns the file it was opened on.</summary>
interface ITensorFile : IDisposable
{
    /// <summary>The tensors in file order, each inside its storage; made one at a time, so that the first bad one ends it.</summary>
    IEnumerable<TensorInfo> ReadTensors();

    /// <summary>What the file says of itself, once the tensors are read; empty for formats that have no place for it.</summary>
    IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Reads the tensor's values, converted to <typeparamref name="T"/>, in row-major order.</summary>
    void Read<T>(TensorInfo tensor, Span<T> destination) where T : unmanaged, INumber<T>;
}
