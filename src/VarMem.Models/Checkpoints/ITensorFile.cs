using System.Numerics;

namespace VarMem.Models.Checkpoints;

/// <summary>One of the file formats. Owns the file it was opened on.</summary>
interface ITensorFile : IDisposable
{
    /// <summary>In file order; each lies inside its storage.</summary>
    IReadOnlyList<TensorInfo> Tensors { get; }

    /// <summary>Reads the tensor's values, converted to <typeparamref name="T"/>, in row-major order.</summary>
    void Read<T>(TensorInfo tensor, Span<T> destination) where T : unmanaged, INumber<T>;
}
