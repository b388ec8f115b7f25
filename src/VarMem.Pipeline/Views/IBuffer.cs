using System.Diagnostics.CodeAnalysis;

namespace VarMem.Pipeline.Views;

/// <summary>A value with memory of its own that is filled again for every row.</summary>
public interface IBuffer<TSelf>
{
    /// <summary>Copies everything into <paramref name="destination"/>, reusing its memory; makes it where it is null.</summary>
    void CopyTo([AllowNull] ref TSelf destination);
}
