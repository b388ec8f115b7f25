using VarMem.Models.Onnx;

namespace VarMem.Models.Var;

/// <summary>
/// The multi-scale residual quantizer of VAR (arXiv 2404.02905, algorithm 1), and the transformer's teacher-forced input that follows
/// from it.
/// </summary>
sealed class QuantizerGraph(GraphBuilder graph, ModuleWeights weights, TokenizerArchitecture architecture, int[] patchNums)
{
    /// <param name="Tokens">Code of each position, all scales one after the other (b, L) int64.</param>
    /// <param name="Input">
    /// What the transformer sees of the image: for each scale but the first the picture so far at that scale's side (b, L − p_0², z).
    /// </param>
    public readonly record struct Result(string Tokens, string Input);

    /// <summary>latent (b, z, n, n) → tokens and transformer input.</summary>
    public Result Build(string latent)
    {
        var (z, n) = (architecture.LatentChannels, patchNums[^1]);
        var codes = weights.Read("quantize.embedding.weight", architecture.Vocabulary, z);
        var codebook = graph.Constant("quantize.embedding.weight", codes, architecture.Vocabulary, z);
        var (minusTwice, squares) = DistanceTerms(codes, z);
        var phi = Phi();

        var (tokens, inputs) = (new List<string>(), new List<string>());
        string rest = latent, sum = "";
        for (var s = 0; s < patchNums.Length; s++)
        {
            var p = patchNums[s];
            var scope = $"quantize.{s}";
            var x = Down(rest, p, $"{scope}.rest"); // (b, p², z)
            // ‖x − c‖² less ‖x‖², which is the same for every code c.
            var distance = graph.Add(graph.MatMul(x, minusTwice, $"{scope}.product"), squares, $"{scope}.distance"); // (b, p², V)
            tokens.Add(graph.Op("ArgMin", $"{scope}.tokens", [distance], ("axis", 2), ("keepdims", 0)));
            if (s == patchNums.Length - 1) break; // the last scale's own picture is only needed to decode

            var chosen = graph.Op("Gather", $"{scope}.codes", [codebook, tokens[s]]); // (b, p², z)
            var picture = phi(s, Up(graph.Transpose(chosen, $"{scope}.channels", 0, 2, 1), p, scope)); // (b, z, n, n)
            rest = graph.Op("Sub", $"{scope}.left", [rest, picture]);
            sum = s == 0 ? picture : graph.Add(sum, picture, $"{scope}.sum");
            inputs.Add(Down(sum, patchNums[s + 1], $"{scope}.next"));
        }
        return new Result(graph.Concat("tokens", [.. tokens], 1), graph.Concat("var_input", [.. inputs], 1));

        // (b, z, n, n) → (b, p², z)
        string Down(string x, int p, string name)
        {
            var flat = graph.Reshape(x, $"{name}.flat", -1, z, n * n);
            if (p < n) flat = graph.MatMul(flat, graph.Constant($"area.{n}.{p}", Resampling.Area(n, p), n * n, p * p), $"{name}.area");
            return graph.Transpose(flat, name, 0, 2, 1);
        }

        // (b, z, p²) → (b, z, n, n)
        string Up(string x, int p, string name)
        {
            if (p < n) x = graph.MatMul(x, graph.Constant($"bicubic.{p}.{n}", Resampling.Bicubic(p, n), p * p, n * n), $"{name}.bicubic");
            return graph.Reshape(x, $"{name}.picture", -1, z, n, n);
        }
    }

    /// <summary>−2·cᵀ (z, V) and ‖c‖² (V).</summary>
    (string MinusTwice, string Squares) DistanceTerms(float[] codes, int z)
    {
        var minusTwice = ModuleWeights.Transpose(codes, architecture.Vocabulary, z);
        foreach (ref var value in minusTwice.AsSpan()) value *= -2;
        var squares = new float[architecture.Vocabulary];
        for (var v = 0; v < squares.Length; v++)
        {
            var square = 0.0;
            foreach (var value in codes.AsSpan(v * z, z)) square += (double)value * value;
            squares[v] = (float)square;
        }
        return (
            graph.Constant("quantize.minus_twice", minusTwice, z, architecture.Vocabulary),
            graph.Constant("quantize.squares", squares, architecture.Vocabulary));
    }

    /// <summary>
    /// φ(x) = 0.5·x + 0.5·conv(x) as one convolution: halved weights, and 0.5 more at the centre of a channel's own filter.
    /// </summary>
    Func<int, string, string> Phi()
    {
        var z = architecture.LatentChannels;
        var filters = Enumerable.Range(0, architecture.PhiCount).Select(k =>
        {
            var path = TokenizerArchitecture.PhiPath(weights.Checkpoint, k);
            var weight = weights.Read($"{path}.weight", z, z, 3, 3);
            var bias = weights.Read($"{path}.bias", z);
            foreach (ref var value in weight.AsSpan()) value *= 0.5f;
            foreach (ref var value in bias.AsSpan()) value *= 0.5f;
            for (var c = 0; c < z; c++) weight[(c * z + c) * 9 + 4] += 0.5f;
            return (Weight: graph.Constant($"{path}.weight", weight, z, z, 3, 3), Bias: graph.Constant($"{path}.bias", bias, z));
        }).ToArray();
        var table = PhiTable.Indices(patchNums.Length, filters.Length);
        return (scale, x) =>
        {
            var (weight, bias) = filters[table[scale]];
            return graph.Conv(x, weight, bias, $"quantize.{scale}.phi", 3, [1, 1, 1, 1]);
        };
    }
}
