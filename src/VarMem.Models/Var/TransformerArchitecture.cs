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
    internal const int PublishedHeadSize = 64;

    const string HeadScale = "attn.scale_mul_1H11";

    /// <summary>Tokens of an image, L = Σ p_s².</summary>
    public int TokenCount => PatchNums.Sum(p => p * p);

    /// <summary>Tokens of all scales but the first, whose embedding follows from the picture so far: L − p_0².</summary>
    public int LaterTokenCount => TokenCount - TokensBefore(1);

    /// <summary>Tokens of the first <paramref name="scales"/> scales.</summary>
    public int TokensBefore(int scales) => PatchNums.Take(scales).Sum(p => p * p);

    public static bool IsIn(Checkpoint checkpoint) => checkpoint.Tensors.ContainsKey("pos_start");

    /// <param name="patchNums">Sides of the scales for a checkpoint that does not tell them (no buffer lvl_1L); else both agree.</param>
    /// <param name="heads">
    /// Number of heads for a checkpoint that does not tell it (no scale_mul_1H11), by default width/64 as published; else both agree.
    /// </param>
    public static TransformerArchitecture Infer(Checkpoint checkpoint, int[]? patchNums = null, int? heads = null)
    {
        if (!IsIn(checkpoint)) throw Throw.NotATransformer(checkpoint.Path);
        var shapes = new TensorShapes(checkpoint);
        var depth = ArchitectureRules.Depth(checkpoint.Path, shapes.Numbered("blocks."));
        var wordEmbed = shapes.Of("word_embed.weight", 2);
        var normalized = shapes.Any(name => name.EndsWith($".{HeadScale}", StringComparison.Ordinal));
        var stored = normalized ? shapes.Of($"blocks.0.{HeadScale}", 4)[1] : (int?)null;
        if (stored is { } own && heads is { } given && own != given) throw Throw.HeadsContradict(checkpoint.Path, own, given);
        var architecture = new TransformerArchitecture(
            depth,
            wordEmbed[0],
            stored ?? heads ?? wordEmbed[0] / PublishedHeadSize,
            normalized ? HeadsFrom.Checkpoint : heads is null ? HeadsFrom.PublishedRule : HeadsFrom.Option,
            shapes.Of("blocks.0.ffn.fc1.weight", 2)[0],
            shapes.Of("head.weight", 2)[0],
            shapes.Of("class_emb.weight", 2)[0] - 1,
            wordEmbed[1],
            shapes.Any(name => name.StartsWith("shared_ada_lin.", StringComparison.Ordinal)),
            normalized,
            Scales(checkpoint, shapes, patchNums));
        ArchitectureRules.Check(checkpoint.Path, architecture);
        shapes.Require(TransformerTensors.Of(architecture), TransformerTensors.Modules);
        return architecture;
    }

    static int[] Scales(Checkpoint checkpoint, TensorShapes shapes, int[]? given)
    {
        var tokens = shapes.Of("pos_1LC", 3)[1];
        var stored = checkpoint.Tensors.ContainsKey("lvl_1L") ? Sides(checkpoint.Path, checkpoint.ReadInt64("lvl_1L")) : null;
        if (stored is not null && given is not null && !stored.SequenceEqual(given))
            throw Throw.ScalesContradict(checkpoint.Path, stored, given);
        return ArchitectureRules.Scales(checkpoint.Path, stored ?? given ?? throw Throw.ScalesUnknown(checkpoint.Path, tokens), tokens);
    }

    /// <summary>The buffer lvl_1L holds each token's scale, 0 to S−1 in rising order; the count of scale s is p_s².</summary>
    static int[] Sides(string file, long[] scales)
    {
        for (var token = 0; token < scales.Length; token++)
        {
            var before = token == 0 ? -1 : scales[token - 1];
            if (scales[token] != before + 1 && (token == 0 || scales[token] != before))
                throw Throw.ScalesOutOfOrder(file, token, scales[token], before);
        }
        int[] counts = [.. scales.CountBy(scale => scale).Select(scale => scale.Value)];
        int[] sides = [.. counts.Select(count => (int)Math.Round(Math.Sqrt(count)))];
        return sides.Select(p => p * p).SequenceEqual(counts) ? sides : throw Throw.ScalesNotSquare(file, counts);
    }
}

/// <summary>How the number of attention heads became known: a checkpoint without scale_mul_1H11 does not hold it.</summary>
public enum HeadsFrom
{
    /// <summary>The shape of scale_mul_1H11.</summary>
    Checkpoint,

    /// <summary>width/64, as in all published models.</summary>
    PublishedRule,

    /// <summary>--heads, or heads in model.json.</summary>
    Option,
}
