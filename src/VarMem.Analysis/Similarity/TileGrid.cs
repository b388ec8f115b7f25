namespace VarMem.Analysis.Similarity;

/// <summary>The shape of images that are compared, and the tiles that they are cut into: <paramref name="Tiles"/> × <paramref name="Tiles"/> that do not overlap.</summary>
/// <param name="Tiles">Tiles a side, at most as many as pixels; where they do not divide a side, some tiles are a pixel longer.</param>
public readonly record struct TileGrid(int Channels, int Height, int Width, int Tiles = 4)
{
    /// <summary>Values of an image, d.</summary>
    public int Values => Channels * Height * Width;

    internal int Count => Tiles * Tiles;

    /// <summary>The tile that a pixel is in: tile (i, j) begins at ⌊i·height/tiles⌋, ⌊j·width/tiles⌋.</summary>
    internal int TileOf(int y, int x) => ((y + 1) * Tiles - 1) / Height * Tiles + ((x + 1) * Tiles - 1) / Width;

    internal void Require()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Channels, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Tiles, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Math.Min(Height, Width), Tiles);
    }
}
