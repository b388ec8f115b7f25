using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.InteropServices;

namespace VarMem.Pipeline.Images;

/// <summary>
/// Resizes as Pillow's LANCZOS does, bit for bit: separable, horizontally first with 8-bit results between, in fixed-point arithmetic
/// (Pillow's Resample.c). An axis that keeps its length is not resampled. An instance keeps its buffers, so it serves one thread.
/// </summary>
sealed class Lanczos
{
    RgbImage? _turned, _narrowed, _middle;
    LanczosTaps? _horizontal, _vertical;

    public void Resize(RgbImage source, int width, int height, [NotNull] ref RgbImage? result)
    {
        if (width != source.Width)
        {
            // A row of pixels is only summed in one direction: down the rows. Turned, the horizontal pass is that, too.
            _horizontal = LanczosTaps.Reuse(_horizontal, source.Width, width);
            Transpose(source, _turned ??= new());
            ResampleRows(_turned, _horizontal, _narrowed ??= new());
            Transpose(_narrowed, _middle ??= new());
            source = _middle;
        }
        if (height != source.Height)
        {
            _vertical = LanczosTaps.Reuse(_vertical, source.Height, height);
            ResampleRows(source, _vertical, result ??= new());
        }
        else
        {
            source.CopyTo(ref result);
        }
    }

    /// <summary>Each row of the result is a weighted sum of some rows of the source.</summary>
    static void ResampleRows(RgbImage source, LanczosTaps taps, RgbImage result)
    {
        result.Resize(source.Width, taps.Length);
        var sums = new int[source.Width * 3];
        for (var y = 0; y < taps.Length; y++)
        {
            Array.Fill(sums, 1 << (LanczosTaps.PrecisionBits - 1));
            var weights = taps.Weights(y);
            for (var i = 0; i < weights.Length; i++) AddWeighted(source.Row(taps.First(y) + i), weights[i], sums);
            Shift(sums, result.Row(y));
        }
    }

    /// <summary>sums += weight · values</summary>
    static void AddWeighted(ReadOnlySpan<byte> values, int weight, Span<int> sums)
    {
        var byteBlocks = MemoryMarshal.Cast<byte, Vector<byte>>(values);
        var blocks = MemoryMarshal.Cast<int, Vector<int>>(sums);
        for (var i = 0; i < byteBlocks.Length; i++)
        {
            Vector.Widen(byteBlocks[i], out var lower, out var upper);
            Vector.Widen(lower, out var first, out var second);
            Vector.Widen(upper, out var third, out var fourth);
            blocks[4 * i] += first.As<uint, int>() * weight;
            blocks[(4 * i) + 1] += second.As<uint, int>() * weight;
            blocks[(4 * i) + 2] += third.As<uint, int>() * weight;
            blocks[(4 * i) + 3] += fourth.As<uint, int>() * weight;
        }
        for (var i = byteBlocks.Length * Vector<byte>.Count; i < values.Length; i++) sums[i] += values[i] * weight;
    }

    /// <summary>values = sums without their fraction, between 0 and 255</summary>
    static void Shift(ReadOnlySpan<int> sums, Span<byte> values)
    {
        var blocks = MemoryMarshal.Cast<int, Vector<int>>(sums);
        var byteBlocks = MemoryMarshal.Cast<byte, Vector<byte>>(values);
        for (var i = 0; i < byteBlocks.Length; i++)
        {
            var lower = Vector.Narrow(Clamped(blocks[4 * i]), Clamped(blocks[(4 * i) + 1]));
            var upper = Vector.Narrow(Clamped(blocks[(4 * i) + 2]), Clamped(blocks[(4 * i) + 3]));
            byteBlocks[i] = Vector.Narrow(lower, upper);
        }
        for (var i = byteBlocks.Length * Vector<byte>.Count; i < values.Length; i++)
            values[i] = (byte)Math.Clamp(sums[i] >> LanczosTaps.PrecisionBits, 0, 255);

        static Vector<uint> Clamped(Vector<int> sums) =>
            Vector.Clamp(sums >> LanczosTaps.PrecisionBits, Vector<int>.Zero, new Vector<int>(255)).As<int, uint>();
    }

    /// <summary>Rows become columns, tile by tile, so that both pictures stay in the cache.</summary>
    static void Transpose(RgbImage source, RgbImage result)
    {
        const int Tile = 32;
        int width = source.Width, height = source.Height;
        var to = result.Resize(height, width);
        var from = source.Pixels;
        for (var top = 0; top < height; top += Tile)
            for (var left = 0; left < width; left += Tile)
                for (var y = top; y < Math.Min(top + Tile, height); y++)
                    for (var x = left; x < Math.Min(left + Tile, width); x++)
                    {
                        int i = ((y * width) + x) * 3, j = ((x * height) + y) * 3;
                        (to[j], to[j + 1], to[j + 2]) = (from[i], from[i + 1], from[i + 2]);
                    }
    }
}
