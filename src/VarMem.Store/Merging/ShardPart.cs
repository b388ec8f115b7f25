namespace VarMem.Store.Merging;

/// <summary>What is taken from a shard.</summary>
/// <param name="Shard">The shard.</param>
/// <param name="Images">image_ids, rising; all of its images but those that are taken from another.</param>
readonly record struct ShardPart(ShardFile Shard, int[] Images)
{
    /// <summary>Whether every row of its tables is wanted.</summary>
    public bool IsWhole => Shard.IsClean && Images.Length == Shard.Images.Count;
}
