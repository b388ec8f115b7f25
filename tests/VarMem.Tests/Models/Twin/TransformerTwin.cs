namespace VarMem.Tests.Models.Twin;

/// <summary>The transformer, teacher-forced.</summary>
/// <param name="weights">Its checkpoint.</param>
/// <param name="activations">Takes what the layers give.</param>
/// <param name="scaleOf">The scale of each token (L).</param>
/// <param name="heads">The number of heads, where the checkpoint does not tell it.</param>
sealed class TransformerTwin(TwinWeights weights, TwinActivations activations, int[] scaleOf, int? heads)
{
    /// <summary>label and the picture so far (L − p_0², z) → logits (L, V).</summary>
    public double[][] Run(int label, double[][] input)
    {
        var width = weights.Side("class_emb.weight", 1);
        var cond = weights["class_emb.weight"][(label * width)..((label + 1) * width)];
        double[] activated = [.. cond.Select(TwinMath.Silu)];

        var x = Embed(cond, input); // (L, C)
        for (var b = 0; weights.Has($"blocks.{b}.attn.proj.weight"); b++)
            x = new BlockTwin(weights, activations, scaleOf, heads, $"blocks.{b}").Run(x, activated);

        var two = weights.Linear("head_nm.ada_lin.1", activated);
        return activations.Record("head", [.. x.Select(token => weights.Linear("head", Modulate(token, two[..width], two[width..])))]);
    }

    /// <summary>The start tokens and the picture's, each with its scale's and its position's embedding.</summary>
    double[][] Embed(double[] cond, double[][] input)
    {
        var width = cond.Length;
        var words = activations.Record("word_embed", [.. input.Select(token => weights.Linear("word_embed", token))]);
        var (start, positions, levels) = (weights["pos_start"], weights["pos_1LC"], weights["lvl_embed.weight"]);
        var first = start.Length / width; // p_0²
        var x = new double[scaleOf.Length][];
        for (var t = 0; t < x.Length; t++)
        {
            x[t] = new double[width];
            for (var c = 0; c < width; c++)
                x[t][c] = (t < first ? cond[c] + start[t * width + c] : words[t - first][c])
                    + levels[scaleOf[t] * width + c] + positions[t * width + c];
        }
        return x;
    }

    /// <summary>LN(x)·(1 + scale) + shift.</summary>
    public static double[] Modulate(double[] x, double[] scale, double[] shift)
    {
        double[] y = [.. x];
        TwinMath.Normalize(y);
        for (var c = 0; c < y.Length; c++) y[c] = y[c] * (1 + scale[c]) + shift[c];
        return y;
    }
}
