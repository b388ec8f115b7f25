namespace VarMem.Tests.Models.Twin;

/// <summary>The multi-scale residual quantizer, and what the transformer sees of the picture.</summary>
/// <param name="weights">The tokenizer's checkpoint.</param>
/// <param name="sides">Side of each scale, p_s.</param>
sealed class QuantizerTwin(TwinWeights weights, int[] sides)
{
    /// <summary>
    /// The picture so far at every scale's side but the first, one token after the other (L − p_0², z). <paramref name="graphTokens"/> (L)
    /// holds the graph's own codes, which must be the nearest ones; where float32 and float64 may differ, they decide.
    /// </summary>
    public double[][] Run(Picture latent, ReadOnlySpan<long> graphTokens)
    {
        var (rest, sum) = (latent, new Picture(latent.Channels, latent.Side));
        var input = new List<double[]>();
        var token = 0;
        for (var s = 0; s < sides.Length - 1; s++)
        {
            var chosen = Embed(Down(rest, sides[s]), graphTokens, ref token);
            var picture = Phi(s, TwinResampling.Bicubic(chosen, latent.Side));
            rest = rest.Plus(picture, -1);
            sum = sum.Plus(picture);
            var next = Down(sum, sides[s + 1]);
            for (var position = 0; position < next.Side * next.Side; position++) input.Add(At(next, position));
        }
        Embed(rest, graphTokens, ref token);
        return [.. input];
    }

    Picture Down(Picture x, int side) => side == x.Side ? x : TwinResampling.Area(x, side);

    /// <summary>The code of each position of x (z, p, p), as a picture of the same shape.</summary>
    Picture Embed(Picture x, ReadOnlySpan<long> graphTokens, ref int token)
    {
        var codes = weights["quantize.embedding.weight"];
        var embedded = new Picture(x.Channels, x.Side);
        for (var position = 0; position < x.Side * x.Side; position++, token++)
        {
            var code = NearestCode.Check(codes, At(x, position), token, graphTokens[token]);
            for (var c = 0; c < x.Channels; c++) embedded.Channel(c)[position] = codes[code * x.Channels + c];
        }
        return embedded;
    }

    /// <summary>φ of scale s: 0.5·x + 0.5·conv(x).</summary>
    Picture Phi(int s, Picture x)
    {
        const string all = "quantize.quant_resi";
        var shared = weights.Count(k => $"{all}.qresi_ls.{k}.weight");
        var path = weights.Has($"{all}.qresi.weight") ? $"{all}.qresi"
            : shared > 0 ? $"{all}.qresi_ls.{PhiOf(s, shared)}"
            : $"{all}.{s}";
        var convolved = weights.Conv(path, x);
        return x.Map(value => 0.5 * value).Plus(convolved, 0.5);
    }

    /// <summary>Which of count φ scale s uses: the nearest of the ticks spread between a and b, the first on ties.</summary>
    int PhiOf(int s, int count)
    {
        var a = count == 4 ? 1.0 / 3 / count : 1.0 / 2 / count;
        var b = count == 4 ? 1 - 1.0 / 3 / count : 1 - 1.0 / 2 / count;
        var at = s / (sides.Length - 1.0);
        return Enumerable.Range(0, count).MinBy(k => Math.Abs((k == count - 1 ? b : a + k * ((b - a) / (count - 1))) - at));
    }

    static double[] At(Picture x, int position) => [.. Enumerable.Range(0, x.Channels).Select(c => x.Channel(c)[position])];
}
