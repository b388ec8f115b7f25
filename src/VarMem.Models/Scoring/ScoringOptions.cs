using VarMem.Models.Membership;

namespace VarMem.Models.Scoring;

/// <summary>
/// How a session runs. Results are the same bit for bit at one batch size, whatever the number of threads, and within 1e-5 across batch
/// sizes.
/// </summary>
public readonly record struct ScoringOptions()
{
    /// <summary>Crops a forward pass; the shape is fixed and the last batch is filled up.</summary>
    public int Batch { get; init; } = 8;

    /// <summary>
    /// Forward passes at a time, each on a thread of its own; 0 takes every core that there is memory for. A GPU takes one at a time.
    /// </summary>
    /// <remarks>
    /// Passes side by side use the cores better than one pass on several threads does, where many small operations wait for each other: by a
    /// third on the emoji model and two cores. And no sum is split up in another way on another machine.
    /// </remarks>
    public int Threads { get; init; }

    public Device Device { get; init; }

    public Precision Precision { get; init; }

    /// <summary>Whether the means of each scale alone come out too.</summary>
    public bool PerScale { get; init; }

    /// <summary>What comes out of the likelihood of each token.</summary>
    public Likelihood Likelihood { get; init; }

    /// <summary>False turns the runtime's graph optimisations off, to hold the fused graph against the plain one.</summary>
    public bool Optimize { get; init; } = true;
}
