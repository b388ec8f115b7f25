namespace VarMem.Analysis.Similarity;

/// <summary>Images that generated ones are compared with, in the order of their numbers.</summary>
/// <param name="Ids">The image_id of each.</param>
/// <param name="Images">What they look like.</param>
/// <param name="Embeddings">What an embedding model makes of each; null where there is none.</param>
public sealed record Gallery(IReadOnlyList<int> Ids, TiledImages Images, IReadOnlyList<float[]>? Embeddings = null);
