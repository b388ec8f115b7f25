using VarMem.Analysis.Activations;

namespace VarMem.Analysis.Similarity;

/// <summary>Images of one shape in memory, in the order in which they are compared fastest; black until they are set.</summary>
public sealed class TiledImages : IDisposable
{
    readonly LargeBuffer _values;

    /// <exception cref="AnalysisException">They do not fit in memory.</exception>
    public TiledImages(int count, TileGrid grid)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        (Count, Grid, Layout) = (count, grid, new TileLayout(grid));
        Groups = (count + TileLayout.Images - 1) / TileLayout.Images;
        var (bytes, memory) = ((long)Groups * Layout.GroupLength * sizeof(float), GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);
        if (bytes > memory) throw Throw.TooManyPixels(count, grid, bytes, memory);
        _values = new LargeBuffer((long)Groups * Layout.GroupLength);
    }

    /// <param name="pictures">(channels, height, width) each, in [0, 1].</param>
    /// <exception cref="AnalysisException">They do not fit in memory.</exception>
    public static TiledImages Of(IReadOnlyList<float[]> pictures, TileGrid grid)
    {
        var tiled = new TiledImages(pictures.Count, grid);
        for (var i = 0; i < pictures.Count; i++) tiled.Set(i, pictures[i]);
        return tiled;
    }

    public int Count { get; }

    public TileGrid Grid { get; }

    internal TileLayout Layout { get; }

    /// <summary>Fours of images; the last may have fewer.</summary>
    internal int Groups { get; }

    /// <summary>Sets an image; different ones may be set by several threads.</summary>
    /// <param name="index">Its number, 0-based.</param>
    /// <param name="values">(channels, height, width), in [0, 1] and finite.</param>
    public void Set(int index, ReadOnlySpan<float> values)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
        ArgumentOutOfRangeException.ThrowIfNotEqual(values.Length, Grid.Values);
        Layout.Set(Group(index / TileLayout.Images), index % TileLayout.Images, values);
    }

    /// <summary>An image as it was set.</summary>
    public float[] Get(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
        var values = new float[Grid.Values];
        Layout.Get(Group(index / TileLayout.Images), index % TileLayout.Images, values);
        return values;
    }

    internal Span<float> Group(int group) => _values.Span((long)group * Layout.GroupLength, Layout.GroupLength);

    public void Dispose() => _values.Dispose();
}
