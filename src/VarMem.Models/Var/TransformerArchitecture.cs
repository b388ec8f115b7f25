using VarMem.Models.Checkpoints;

namespace VarMem.Models.Var;

/// <summary>The transformer's shape, read from its tensors' names and shapes.</summary>
/// <param name="Depth">Number of blocks, D.</param>
/// <param name="Width">Channels of the residual stream, C.</param>
/// <param name="Heads">Attention heads, H.</param>
/// <param name="HeadsFrom">Where their number was found.</param>
/// <param name="Hidden">Units of fc1, F.</param>
/// <param name="Vocabulary">Number of codes, V.</param>
/// <param name="ClassCount">Number of classes, N; the null class is index N.</param>
/// <param name="LatentChannels">Channels of a token, z.</param>
/// <param name="SharedAdaLn">One AdaLN projection for all blocks (d36) instead of one a block.</param>
/// <param name="NormalizedAttention">Queries and keys are L2-normalised per head.</param>
/// <param name="PatchNums">Side of each scale, p_s.</param>
public sealed record TransformerArchitecture(
    int Depth, int Width, int Heads, HeadsFrom HeadsFrom, int Hidden, int Vocabulary, int ClassCount, int LatentChannels,
    bool SharedAdaLn, bool NormalizedAttention, int[] PatchNums)
{
    const int PublishedHeadSize = 64;

    /// <summary>Tokens of an image, L = Σ p_s².</summary>
    public int TokenCount => PatchNums.Sum(p => p * p);

    public static bool IsIn(Checkpoint checkpoint) => checkpoint.Tensors.ContainsKey("pos_start");

    /// <param name="patchNums">Sides of the scales where the checkpoint does not tell them (no buffer lvl_1L).</param>
    /// <param name="heads">
    /// Number of heads where the checkpoint does not tell it (no scale_mul_1H11); else the published rule, width/64.
    /// </param>
    public static TransformerArchitecture Infer(Checkpoint checkpoint, int[]? patchNums = null, int? heads = null)
    {
        if (!IsIn(checkpoint)) throw Throw.NotATransformer(checkpoint.Path);
        var shapes = new TensorShapes(checkpoint);
        var wordEmbed = shapes.Of("word_embed.weight", 2);
        var width = wordEmbed[0];
        var normalized = checkpoint.Tensors.ContainsKey("blocks.0.attn.scale_mul_1H11");
        return new TransformerArchitecture(
            shapes.Count(b => $"blocks.{b}.attn.proj.weight"),
            width,
            normalized ? shapes.Of("blocks.0.attn.scale_mul_1H11", 4)[1] : heads ?? width / PublishedHeadSize,
            normalized ? HeadsFrom.Checkpoint : heads is null ? HeadsFrom.PublishedRule : HeadsFrom.Option,
            shapes.Of("blocks.0.ffn.fc1.weight", 2)[0],
            shapes.Of("head.weight", 2)[0],
            shapes.Of("class_emb.weight", 2)[0] - 1,
            wordEmbed[1],
            checkpoint.Tensors.ContainsKey("shared_ada_lin.1.weight"),
            normalized,
            Scales(checkpoint, shapes, patchNums));
    }

    /// <summary>The buffer lvl_1L holds each token's scale; the count of scale s is p_s².</summary>
    static int[] Scales(Checkpoint checkpoint, TensorShapes shapes, int[]? patchNums)
    {
        var tokens = shapes.Of("pos_1LC", 3)[1];
        if (checkpoint.Tensors.ContainsKey("lvl_1L"))
        {
            var counts = checkpoint.ReadInt64("lvl_1L").CountBy(scale => scale)
                .OrderBy(pair => pair.Key).Select(pair => pair.Value).ToArray();
            patchNums = [.. counts.Select(count => (int)Math.Round(Math.Sqrt(count)))];
            if (!patchNums.Select(p => p * p).SequenceEqual(counts)) throw Throw.ScalesNotSquare(checkpoint.Path, counts);
        }
        if (patchNums is null) throw Throw.ScalesUnknown(checkpoint.Path, tokens);
        if (patchNums.Length < 2) throw Throw.OneScale(checkpoint.Path);
        if (patchNums.Sum(p => p * p) != tokens) throw Throw.ScalesDoNotAddUp(checkpoint.Path, patchNums, tokens);
        return patchNums;
    }
}

/// <summary>How the number of attention heads became known: a checkpoint without scale_mul_1H11 does not hold it.</summary>
public enum HeadsFrom
{
    /// <summary>The shape of scale_mul_1H11.</summary>
    Checkpoint,

    /// <summary>width/64, as in all published models.</summary>
    PublishedRule,

    /// <summary>--heads.</summary>
    Option,
}
