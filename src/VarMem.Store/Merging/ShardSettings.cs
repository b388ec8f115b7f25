namespace VarMem.Store.Merging;

/// <summary>The settings by which a database says which part of a selection of images it holds.</summary>
static class ShardSettings
{
    /// <summary>Of an extraction, "3/7": the third of seven shards.</summary>
    public const string Shard = "shard";

    /// <summary>Of an extraction: images of all shards together.</summary>
    public const string ShardImages = "shard_images";

    /// <summary>Of a merge: how many files.</summary>
    public const string Merged = "merged";

    /// <summary>Of a merge of shards: images of all there were, so that a gap shows when it is merged again.</summary>
    public const string MergedImages = "merged_images";

    /// <summary>Of a merge that did not keep all activations: top or none.</summary>
    public const string Keep = "keep";
}
