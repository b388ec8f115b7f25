namespace VarMem.Models.Scoring;

/// <summary>How a session runs. Results are the same bit for bit at one batch size and thread count, and within 1e-5 across them.</summary>
public readonly record struct ScoringOptions()
{
    /// <summary>Crops a forward pass; the shape is fixed and the last batch is filled up.</summary>
    public int Batch { get; init; } = 32;

    /// <summary>Threads of the matrix products; 0 takes every core.</summary>
    public int Threads { get; init; }

    /// <summary>False turns the runtime's graph optimisations off, to hold the fused graph against the plain one.</summary>
    public bool Optimize { get; init; } = true;
}
