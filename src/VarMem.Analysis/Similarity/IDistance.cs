using System.Runtime.Intrinsics;

namespace VarMem.Analysis.Similarity;

/// <summary>
/// A distance as a fold over tiles: its square, from the squared differences of tile after tile. It never falls on the way, so that a pair
/// that is too far apart after some tiles is so after all.
/// </summary>
interface IDistance
{
    /// <summary>What the sum of squared differences of each tile is multiplied with.</summary>
    static abstract float[] Weights(TileGrid grid, TileLayout layout);

    static abstract Vector128<float> Add(Vector128<float> soFar, Vector128<float> tile);
}

/// <summary>Normalised l2, √(Σ(a−b)²/d): Carlini et al. 2023, "Extracting Training Data from Diffusion Models", section 4.2.</summary>
readonly struct L2 : IDistance
{
    public static float[] Weights(TileGrid grid, TileLayout layout) => Array.ConvertAll(layout.Sizes, _ => 1f / grid.Values);

    public static Vector128<float> Add(Vector128<float> soFar, Vector128<float> tile) => soFar + tile;
}

/// <summary>The largest normalised l2 of a tile, as there: a background in common makes no copy, for the tiles beside it differ.</summary>
readonly struct TiledL2 : IDistance
{
    public static float[] Weights(TileGrid grid, TileLayout layout) => Array.ConvertAll(layout.Sizes, size => 1f / size);

    public static Vector128<float> Add(Vector128<float> soFar, Vector128<float> tile) => Vector128.Max(soFar, tile);
}
