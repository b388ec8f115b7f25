namespace VarMem.Tests.Models.Twin;

/// <summary>What the twin measures of one crop: by hook name the mean absolute value of each channel.</summary>
/// <param name="scaleOf">The scale of each token (L).</param>
sealed class TwinActivations(int[] scaleOf)
{
    readonly Dictionary<string, double[]> _means = [];
    readonly Dictionary<string, double[][]> _scaleMeans = [];

    /// <summary>Over all positions, by hook name: (units).</summary>
    public IReadOnlyDictionary<string, double[]> Means => _means;

    /// <summary>
    /// Over the tokens of each scale, by the names of the hooks whose positions are tokens: (S, units). Zeros for a scale that the layer
    /// does not see.
    /// </summary>
    public IReadOnlyDictionary<string, double[][]> ScaleMeans => _scaleMeans;

    public Picture Record(string name, Picture picture)
    {
        var mean = new double[picture.Channels];
        for (var c = 0; c < mean.Length; c++)
        {
            foreach (var value in picture.Channel(c)) mean[c] += Math.Abs(value);
            mean[c] /= picture.Side * picture.Side;
        }
        _means.Add(name, mean);
        return picture;
    }

    /// <param name="name">The hook.</param>
    /// <param name="tokens">(L, units), or (L − p_0², units) without the first scale.</param>
    public double[][] Record(string name, double[][] tokens)
    {
        var (units, missing) = (tokens[0].Length, scaleOf.Length - tokens.Length);
        var sums = new double[scaleOf[^1] + 1][];
        for (var s = 0; s < sums.Length; s++) sums[s] = new double[units];
        for (var t = 0; t < tokens.Length; t++)
            for (var u = 0; u < units; u++)
                sums[scaleOf[missing + t]][u] += Math.Abs(tokens[t][u]);

        _means.Add(name, [.. Enumerable.Range(0, units).Select(u => sums.Sum(scale => scale[u]) / tokens.Length)]);
        _scaleMeans.Add(name, [.. sums.Select((scale, s) => scale.Select(sum => sum / scaleOf.Count(of => of == s)).ToArray())]);
        return tokens;
    }
}
