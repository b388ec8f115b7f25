using VarMem.Models.Onnx;

namespace VarMem.Models.Var;

/// <summary>
/// What the tokens of one scale add to the picture f_hat, and the picture seen at a scale's side (VAR, arXiv 2404.02905, algorithms 1
/// and 2). z channels, n the last scale's side, p a scale's.
/// </summary>
sealed class ScalePicture
{
    readonly GraphBuilder _graph;
    readonly int _channels, _side;
    readonly string _codebook;
    readonly Func<int, string, string> _phi;

    public ScalePicture(GraphBuilder graph, ModuleWeights weights, TokenizerArchitecture architecture, int[] patchNums)
    {
        (_graph, _channels, _side) = (graph, architecture.LatentChannels, patchNums[^1]);
        Codes = weights.Read("quantize.embedding.weight", architecture.Vocabulary, _channels);
        _codebook = graph.Constant("quantize.embedding.weight", Codes, architecture.Vocabulary, _channels);
        _phi = Phi(weights, architecture, patchNums.Length);
    }

    /// <summary>(V, z)</summary>
    public float[] Codes { get; }

    /// <summary>tokens of scale s (b, p²) → φ of their upsampled codes (b, z, n, n).</summary>
    public string Of(int s, int p, string tokens)
    {
        var scope = $"quantize.{s}";
        var chosen = _graph.Op("Gather", $"{scope}.codes", [_codebook, tokens]); // (b, p², z)
        return _phi(s, Up(_graph.Transpose(chosen, $"{scope}.channels", 0, 2, 1), p, scope));
    }

    /// <summary>(b, z, n, n) → (b, p², z)</summary>
    public string Down(string x, int p, string name)
    {
        var n = _side;
        var flat = _graph.Reshape(x, $"{name}.flat", -1, _channels, n * n);
        if (p < n) flat = _graph.MatMul(flat, _graph.Constant($"area.{n}.{p}", Resampling.Area(n, p), n * n, p * p), $"{name}.area");
        return _graph.Transpose(flat, name, 0, 2, 1);
    }

    /// <summary>(b, z, p²) → (b, z, n, n)</summary>
    string Up(string x, int p, string name)
    {
        var n = _side;
        if (p < n) x = _graph.MatMul(x, _graph.Constant($"bicubic.{p}.{n}", Resampling.Bicubic(p, n), p * p, n * n), $"{name}.bicubic");
        return _graph.Reshape(x, $"{name}.picture", -1, _channels, n, n);
    }

    /// <summary>
    /// φ(x) = 0.5·x + 0.5·conv(x) as one convolution: halved weights, and 0.5 more at the centre of a channel's own filter.
    /// </summary>
    Func<int, string, string> Phi(ModuleWeights weights, TokenizerArchitecture architecture, int scales)
    {
        var z = _channels;
        var filters = Enumerable.Range(0, architecture.PhiCount).Select(k =>
        {
            var path = TokenizerArchitecture.PhiPath(weights.Checkpoint, k);
            var weight = weights.Read($"{path}.weight", z, z, 3, 3);
            var bias = weights.Read($"{path}.bias", z);
            foreach (ref var value in weight.AsSpan()) value *= 0.5f;
            foreach (ref var value in bias.AsSpan()) value *= 0.5f;
            for (var c = 0; c < z; c++) weight[(c * z + c) * 9 + 4] += 0.5f;
            return (Weight: _graph.Constant($"{path}.weight", weight, z, z, 3, 3), Bias: _graph.Constant($"{path}.bias", bias, z));
        }).ToArray();
        var table = PhiTable.Indices(scales, filters.Length);
        return (scale, x) =>
        {
            var (weight, bias) = filters[table[scale]];
            return _graph.Conv(x, weight, bias, $"quantize.{scale}.phi", 3, [1, 1, 1, 1]);
        };
    }
}
