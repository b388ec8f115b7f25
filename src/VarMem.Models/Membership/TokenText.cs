using System.Buffers;
using System.Buffers.Text;
using System.IO.Compression;

namespace VarMem.Models.Membership;

/// <summary>
/// Tokens as Python prints a list of them, "[1, 2, 3]", and how far zlib compresses that: the denominator of the score zlib (Carlini et al.
/// 2021, arXiv 2012.07805; on tokens Kowalczuk et al. 2025).
/// </summary>
public sealed class TokenText
{
    /// <summary>What compresses: another zlib may need a few bytes more or fewer.</summary>
    public static string Library { get; } = $"zlib-ng of .NET {Environment.Version}";

    static readonly ZLibCompressionOptions Level = new() { CompressionLevel = 6 };

    readonly ArrayBufferWriter<byte> _text = new();
    readonly MemoryStream _compressed = new();

    /// <summary>Bytes of the text, compressed by zlib at level 6.</summary>
    public int CompressedLength(ReadOnlySpan<long> tokens)
    {
        _compressed.SetLength(0);
        using (var zlib = new ZLibStream(_compressed, Level, leaveOpen: true)) zlib.Write(Of(tokens));
        return (int)_compressed.Length;
    }

    /// <summary>The text; reused from call to call.</summary>
    internal ReadOnlySpan<byte> Of(ReadOnlySpan<long> tokens)
    {
        _text.ResetWrittenCount();
        for (var t = 0; t < tokens.Length; t++)
        {
            _text.Write(t == 0 ? "["u8 : ", "u8);
            Utf8Formatter.TryFormat(tokens[t], _text.GetSpan(20), out var written);
            _text.Advance(written);
        }
        _text.Write(tokens.IsEmpty ? "[]"u8 : "]"u8);
        return _text.WrittenSpan;
    }
}
