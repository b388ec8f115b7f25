namespace VarMem.Tests.Models.Twin;

/// <summary>One block: x += γ1·attn(LN(x)(1 + s1) + b1); x += γ2·ffn(LN(x)(1 + s2) + b2).</summary>
sealed class BlockTwin(TwinWeights weights, TwinActivations activations, int[] scaleOf, int? heads, string path)
{
    /// <summary>x (L, C), SiLU of the class embedding (C) → (L, C).</summary>
    public double[][] Run(double[][] x, double[] activated)
    {
        var gates = Gates(activated, x[0].Length);
        var (gamma1, gamma2, scale1, scale2, shift1, shift2) = (gates[0], gates[1], gates[2], gates[3], gates[4], gates[5]);

        var attention = new AttentionTwin(weights, activations, scaleOf, heads, $"{path}.attn");
        var attended = attention.Run(Each(x, token => TransformerTwin.Modulate(token, scale1, shift1)));
        x = Plus(x, Record("attn.proj:gated", Each(attended, token => Times(gamma1, token))));

        var fed = FeedForward(Each(x, token => TransformerTwin.Modulate(token, scale2, shift2)));
        x = Plus(x, Record("ffn.fc2:gated", Each(fed, token => Times(gamma2, token))));
        return activations.Record(path, x);
    }

    /// <summary>Six vectors (C): γ1, γ2, s1, s2, b1, b2.</summary>
    double[][] Gates(double[] activated, int width)
    {
        var all = weights.Has("shared_ada_lin.1.weight")
            ? weights.Linear("shared_ada_lin.1", activated).Zip(weights[$"{path}.ada_gss"], (shared, own) => own + shared)
            : weights.Linear($"{path}.ada_lin.1", activated);
        return [.. all.Chunk(width)];
    }

    double[][] FeedForward(double[][] x)
    {
        var raw = Record("ffn.fc1:pre", Each(x, token => weights.Linear($"{path}.ffn.fc1", token)));
        var activated = Record("ffn.fc1", Each(raw, token => [.. token.Select(TwinMath.GeluTanh)]));
        return Record("ffn.fc2", Each(activated, token => weights.Linear($"{path}.ffn.fc2", token)));
    }

    double[][] Record(string name, double[][] tokens) => activations.Record($"{path}.{name}", tokens);

    static double[][] Each(double[][] tokens, Func<double[], double[]> function) => [.. tokens.Select(function)];

    static double[] Times(double[] a, double[] b) => [.. a.Zip(b, (x, y) => x * y)];

    static double[][] Plus(double[][] a, double[][] b) => [.. a.Zip(b, (x, y) => x.Zip(y, (u, v) => u + v).ToArray())];
}
