namespace VarMem.Analysis.Similarity;

/// <summary>How far apart two images with values in [0, 1] are: 0 for copies, at most 1.</summary>
public enum DistanceKind
{
    /// <summary>√(Σ(a−b)²/d) over all d values.</summary>
    L2,

    /// <summary>The largest of the tiles' own √(Σ(a−b)²/d).</summary>
    TiledL2,
}
