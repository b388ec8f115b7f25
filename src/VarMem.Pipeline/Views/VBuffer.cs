using System.Diagnostics.CodeAnalysis;

namespace VarMem.Pipeline.Views;

/// <summary>A vector whose memory is kept from row to row, as ML.NET's; dense alone. Whoever passes it to a getter owns it.</summary>
public sealed class VBuffer<T> : IBuffer<VBuffer<T>>
{
    T[] _values = [];

    public int Length { get; private set; }

    public ReadOnlySpan<T> GetValues() => _values.AsSpan(0, Length);

    /// <summary>The values to be written, with what was in memory before; new memory is taken only where the old is too small.</summary>
    public Span<T> Resize(int length)
    {
        if (_values.Length < length) _values = new T[length];
        Length = length;
        return _values.AsSpan(0, length);
    }

    public void CopyTo([AllowNull] ref VBuffer<T> destination) => GetValues().CopyTo((destination ??= new()).Resize(Length));
}
