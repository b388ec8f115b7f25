namespace VarMem.Tests.Models.Twin;

/// <summary>A block's attention, head by head, with an explicit mask.</summary>
sealed class AttentionTwin(TwinWeights weights, TwinActivations activations, int[] scaleOf, int? heads, string path)
{
    const int PublishedHeadSize = 64;

    /// <summary>x (L, C) → the output of proj (L, C).</summary>
    public double[][] Run(double[][] x)
    {
        var width = x[0].Length;
        var normalized = weights.Has($"{path}.scale_mul_1H11");
        var count = normalized ? weights.Side($"{path}.scale_mul_1H11", 1) : heads ?? width / PublishedHeadSize;
        var size = width / count;
        double[] bias = [.. weights[$"{path}.q_bias"], .. new double[width], .. weights[$"{path}.v_bias"]];
        double[][] qkv = [.. x.Select(token => weights.Linear($"{path}.mat_qkv", token).Zip(bias, (a, b) => a + b).ToArray())]; // (L, 3C)
        activations.Record($"{path}.mat_qkv", qkv);

        var joined = new double[x.Length][];
        for (var t = 0; t < x.Length; t++) joined[t] = new double[width];
        for (var head = 0; head < count; head++)
        {
            var (q, k, v) = (Part(0, head), Part(1, head), Part(2, head)); // (L, C/H)
            if (normalized) (q, k) = (Unit(q, Math.Exp(Math.Min(weights[$"{path}.scale_mul_1H11"][head], Math.Log(100)))), Unit(k, 1));
            var attended = activations.Record($"{path}.head.{head}", Attend(q, k, v, normalized ? 1 : 0.25 / Math.Sqrt(size)));
            for (var t = 0; t < x.Length; t++) attended[t].CopyTo(joined[t], head * size);
        }
        return activations.Record($"{path}.proj", [.. joined.Select(token => weights.Linear($"{path}.proj", token))]);

        double[][] Part(int part, int head)
        {
            var from = part * width + head * size;
            return [.. qkv.Select(token => token[from..(from + size)])];
        }
    }

    /// <summary>factor·x / max(‖x‖₂, 1e-12).</summary>
    static double[][] Unit(double[][] tokens, double factor) => [.. tokens.Select(token =>
    {
        var length = Math.Max(Math.Sqrt(TwinMath.Dot(token, token)), 1e-12);
        return token.Select(value => factor * value / length).ToArray();
    })];

    /// <summary>A token sees those of its own and of all earlier scales.</summary>
    double[][] Attend(double[][] q, double[][] k, double[][] v, double factor)
    {
        var attended = new double[q.Length][];
        for (var t = 0; t < q.Length; t++)
        {
            var scores = new double[k.Length];
            for (var key = 0; key < k.Length; key++)
                scores[key] = scaleOf[key] <= scaleOf[t] ? factor * TwinMath.Dot(q[t], k[key]) : double.NegativeInfinity;
            var seen = TwinMath.Softmax(scores);
            attended[t] = new double[v[0].Length];
            for (var key = 0; key < k.Length; key++)
                for (var c = 0; c < attended[t].Length; c++) attended[t][c] += seen[key] * v[key][c];
        }
        return attended;
    }
}
