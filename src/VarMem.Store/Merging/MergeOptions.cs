namespace VarMem.Store.Merging;

/// <summary>Which activations a merge keeps.</summary>
public enum Keep
{
    All,

    /// <summary>The largest of every unit in each split: <see cref="ShardMerge.TopRows"/> rows.</summary>
    Top,

    None,
}

/// <summary>How shards are merged.</summary>
/// <param name="Keep">Unless all, partial statistics stand for the activations.</param>
/// <param name="AllowGaps">Whether images of the selection may be missing.</param>
/// <param name="AllowOverlap">Whether an image may be in several files; it is taken from the first that holds it.</param>
public readonly record struct MergeOptions(Keep Keep = Keep.All, bool AllowGaps = false, bool AllowOverlap = false);
