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
        var pictures = new ScalePicture(graph, weights, architecture, patchNums);
        var (minusTwice, squares) = DistanceTerms(pictures.Codes, architecture.LatentChannels);

        var (tokens, inputs) = (new List<string>(), new List<string>());
        string rest = latent, sum = "";
        for (var s = 0; s < patchNums.Length; s++)
        {
            var p = patchNums[s];
            var scope = $"quantize.{s}";
            var x = pictures.Down(rest, p, $"{scope}.rest"); // (b, p², z)
            // ‖x − c‖² less ‖x‖², which is the same for every code c.
            var distance = graph.Add(graph.MatMul(x, minusTwice, $"{scope}.product"), squares, $"{scope}.distance"); // (b, p², V)
            tokens.Add(graph.Op("ArgMin", $"{scope}.tokens", [distance], ("axis", 2), ("keepdims", 0)));
            if (s == patchNums.Length - 1) break; // the last scale's own picture is only needed to decode

            var picture = pictures.Of(s, p, tokens[s]);
            rest = graph.Op("Sub", $"{scope}.left", [rest, picture]);
            sum = s == 0 ? picture : graph.Add(sum, picture, $"{scope}.sum");
            inputs.Add(pictures.Down(sum, patchNums[s + 1], $"{scope}.next"));
        }
        return new Result(graph.Concat("tokens", [.. tokens], 1), graph.Op("Concat", ModelBuilder.TransformerInput, [.. inputs], ("axis", 1)));
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
}
