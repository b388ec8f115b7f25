namespace VarMem.Analysis.Similarity;

/// <summary>
/// Where the values of images stand in memory: four images beside each other, tile after tile, in steps of eight values of each of the
/// four, so that four images are read as one stream. A tile's last step is filled with zeros, which add nothing to a difference.
/// </summary>
sealed class TileLayout
{
    public const int Lanes = 8, Images = 4, Step = Lanes * Images;

    readonly int[] _places;

    public TileLayout(TileGrid grid)
    {
        grid.Require();
        var tiles = new int[grid.Values]; // of each value in (channels, height, width)
        for (var i = 0; i < tiles.Length; i++)
            tiles[i] = grid.TileOf(i / grid.Width % grid.Height, i % grid.Width);
        Sizes = new int[grid.Count];
        foreach (var tile in tiles)
            Sizes[tile]++;
        FirstSteps = new int[grid.Count + 1];
        for (var tile = 0; tile < grid.Count; tile++)
            FirstSteps[tile + 1] = FirstSteps[tile] + (Sizes[tile] + Lanes - 1) / Lanes;

        var filled = new int[grid.Count];
        _places = Array.ConvertAll(tiles, tile =>
        {
            var (step, lane) = Math.DivRem(filled[tile]++, Lanes);
            return (FirstSteps[tile] + step) * Step + lane;
        });
    }

    /// <summary>Values of each tile.</summary>
    public int[] Sizes { get; }

    /// <summary>The first step of each tile, and behind the last the number of steps.</summary>
    public int[] FirstSteps { get; }

    /// <summary>Floats that four images take.</summary>
    public int GroupLength => FirstSteps[^1] * Step;

    /// <summary>Takes an image (channels, height, width) from its four.</summary>
    public void Get(ReadOnlySpan<float> group, int member, Span<float> values)
    {
        for (var i = 0; i < values.Length; i++)
            values[i] = group[_places[i] + member * Lanes];
    }

    /// <summary>Puts an image (channels, height, width) among its four.</summary>
    public void Set(Span<float> group, int member, ReadOnlySpan<float> values)
    {
        for (var i = 0; i < values.Length; i++)
            group[_places[i] + member * Lanes] = values[i];
    }
}
