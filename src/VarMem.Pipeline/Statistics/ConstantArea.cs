using System.Numerics;
using System.Runtime.InteropServices;
using VarMem.Pipeline.Images;

namespace VarMem.Pipeline.Statistics;

/// <summary>How much of a picture is all but constant.</summary>
static class ConstantArea
{
    /// <summary>What a channel may span, of 255.</summary>
    const int Span = 8;

    /// <summary>Share of the interior pixels whose 3×3 neighbourhood spans at most 8 of 255 in each channel.</summary>
    public static double Of(RgbImage picture)
    {
        int width = picture.Width, height = picture.Height;
        if (width < 3 || height < 3) return 0;
        byte[] low = new byte[3 * width], high = new byte[3 * width]; // of three rows
        var constant = 0;
        for (var y = 1; y < height - 1; y++)
        {
            picture.Row(y).CopyTo(low);
            picture.Row(y).CopyTo(high);
            Widen(picture.Row(y - 1), low, high);
            Widen(picture.Row(y + 1), low, high);
            for (var i = 3; i < 3 * (width - 1); i += 3)
                if (IsConstant(low, high, i) && IsConstant(low, high, i + 1) && IsConstant(low, high, i + 2)) constant++;
        }
        return (double)constant / ((width - 2) * (height - 2));
    }

    static bool IsConstant(byte[] low, byte[] high, int i) =>
        Math.Max(Math.Max(high[i - 3], high[i]), high[i + 3]) - Math.Min(Math.Min(low[i - 3], low[i]), low[i + 3]) <= Span;

    /// <summary>Lowers the lows and raises the highs to where the row reaches.</summary>
    static void Widen(ReadOnlySpan<byte> row, Span<byte> low, Span<byte> high)
    {
        var blocks = MemoryMarshal.Cast<byte, Vector<byte>>(row);
        var lows = MemoryMarshal.Cast<byte, Vector<byte>>(low);
        var highs = MemoryMarshal.Cast<byte, Vector<byte>>(high);
        for (var i = 0; i < blocks.Length; i++)
        {
            lows[i] = Vector.Min(lows[i], blocks[i]);
            highs[i] = Vector.Max(highs[i], blocks[i]);
        }
        for (var i = blocks.Length * Vector<byte>.Count; i < row.Length; i++)
        {
            low[i] = Math.Min(low[i], row[i]);
            high[i] = Math.Max(high[i], row[i]);
        }
    }
}
