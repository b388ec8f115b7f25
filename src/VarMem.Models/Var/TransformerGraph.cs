using VarMem.Models.Onnx;

namespace VarMem.Models.Var;

/// <summary>
/// VAR's transformer, each token seeing its own and all earlier scales (arXiv 2404.02905, section 3.3; AdaLN after Peebles and Xie 2022,
/// arXiv 2212.09748): teacher-forced, all scales in one pass, or one scale after another. Hooked layers are named by their module paths.
/// </summary>
sealed class TransformerGraph(GraphBuilder graph, ModuleWeights weights, TransformerArchitecture architecture, TokenPass pass)
{
    readonly int _width = architecture.Width;

    /// <summary>label (b) int64 and the picture so far at each scale (b, L − p_0², z) → logits (b, L, V) of the pass's tokens.</summary>
    public string Build(string label, string input)
    {
        var classCount = architecture.ClassCount + 1; // and the null class
        var embeddings = weights.Read("class_emb.weight", classCount, _width);
        var classes = graph.Constant("class_emb.weight", embeddings, classCount, _width);
        var cond = graph.Op("Gather", "cond", [classes, label]); // (b, C)
        var activated = graph.Silu(cond, "cond.silu"); // (b, C)
        var shared = architecture.SharedAdaLn ? weights.Linear("shared_ada_lin.1", activated, _width, 6 * _width) : null;

        var x = pass.Select(Embed(cond, input)); // (b, L, C)
        for (var block = 0; block < architecture.Depth; block++)
        {
            var path = $"blocks.{block}";
            var gates = shared is null
                ? weights.Linear($"{path}.ada_lin.1", activated, _width, 6 * _width)
                : graph.Add(shared, OwnGates($"{path}.ada_gss"), $"{path}.gates");
            x = new BlockGraph(graph, weights, architecture, pass, path).Build(x, gates);
        }

        var two = graph.Reshape(weights.Linear("head_nm.ada_lin.1", activated, _width, 2 * _width), "head_nm.two", -1, 2, _width);
        var modulation = graph.Split(two, 1, "head_nm.modulation.scale", "head_nm.modulation.shift"); // two of (b, 1, C)
        x = pass.Modulate(x, modulation[0], modulation[1], "head_nm");
        var flat = graph.Reshape(x, "head_nm.flat", -1, _width);
        var logits = weights.Linear("head", flat, _width, architecture.Vocabulary, "head.flat");
        return pass.Tokens(logits, ModelBuilder.Logits, architecture.Vocabulary);

        string OwnGates(string name) => graph.Constant(name, weights.Read(name, 1, 1, 6, _width), 6 * _width);
    }

    /// <summary>
    /// The start token from the class, then every later scale's picture through word_embed; each with its level's and position's embedding.
    /// </summary>
    string Embed(string cond, string input)
    {
        var (tokens, first) = (architecture.TokenCount, architecture.PatchNums[0] * architecture.PatchNums[0]);
        var flat = graph.Reshape(input, "word_embed.flat", -1, architecture.LatentChannels);
        var linear = weights.Linear("word_embed", flat, architecture.LatentChannels, _width, "word_embed.linear");
        var words = graph.Reshape(linear, "word_embed", -1, tokens - first, _width);
        pass.Hookable("word_embed", tokens - first, _width);

        var posStart = graph.Constant("pos_start", weights.Read("pos_start", 1, first, _width), 1, first, _width);
        var start = graph.Add(graph.Reshape(cond, "start.class", -1, 1, _width), posStart, "start"); // (b, p_0², C)
        var positions = graph.Constant("positions", Positions(), 1, tokens, _width);
        return graph.Add(graph.Concat("tokens_embedded", [start, words], 1), positions, "embedded");
    }

    /// <summary>pos_1LC + lvl_embed[scale of the token] (L, C).</summary>
    float[] Positions()
    {
        var positions = weights.Read("pos_1LC", 1, architecture.TokenCount, _width);
        var levels = weights.Read("lvl_embed.weight", architecture.PatchNums.Length, _width);
        var token = 0;
        for (var s = 0; s < architecture.PatchNums.Length; s++)
            for (var end = token + architecture.PatchNums[s] * architecture.PatchNums[s]; token < end; token++)
                for (var c = 0; c < _width; c++)
                    positions[token * _width + c] += levels[s * _width + c];
        return positions;
    }
}
