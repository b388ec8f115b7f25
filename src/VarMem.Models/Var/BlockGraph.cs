using VarMem.Models.Onnx;

namespace VarMem.Models.Var;

/// <summary>One transformer block: x += γ1·attn(LN(x)(1+s1)+b1); x += γ2·ffn(LN(x)(1+s2)+b2).</summary>
sealed class BlockGraph(GraphBuilder graph, ModuleWeights weights, TransformerArchitecture architecture, string path)
{
    /// <summary>The published code caps the learned log scale of normalised attention here.</summary>
    static readonly float MaxLogScale = MathF.Log(100);

    readonly int _width = architecture.Width;
    readonly int _tokens = architecture.TokenCount;
    readonly int _headSize = architecture.Width / architecture.Heads;

    /// <summary>x (b, L, C), gates (b, 6C) in the order γ1, γ2, s1, s2, b1, b2 → (b, L, C).</summary>
    public string Build(string x, string gates)
    {
        var g = graph.Op("Split", $"{path}.gate", [graph.Reshape(gates, $"{path}.gates", -1, 6, _width)], 6, [("axis", 1)]); // six of (b, 1, C)
        var attended = Attention(TransformerGraph.Modulate(graph, x, g[2], g[4], _tokens, $"{path}.ln1"));
        x = graph.Add(x, graph.Mul(attended, g[0], $"{path}.attn.gated"), $"{path}.attended");
        var fed = FeedForward(TransformerGraph.Modulate(graph, x, g[3], g[5], _tokens, $"{path}.ln2"));
        x = graph.Add(x, graph.Mul(fed, g[1], $"{path}.ffn.gated"), path);
        graph.Hookable(path, _tokens, _width);
        return x;
    }

    string Attention(string x)
    {
        var flat = graph.Reshape(x, $"{path}.attn.flat", -1, _width); // (bL, C)
        var weight = weights.Read($"{path}.attn.mat_qkv.weight", 3 * _width, _width); // rows q, then k, then v
        var q = Heads(Project("q", 0, weights.Vector($"{path}.attn.q_bias", _width)), "q");
        var k = Heads(Project("k", 1, bias: null), "k");
        var v = Tokens(Project("v", 2, weights.Vector($"{path}.attn.v_bias", _width)), "v");
        var attended = ByScale(q, k, v);
        var proj = weights.Linear($"{path}.attn.proj", graph.Reshape(attended, $"{path}.attn.heads", -1, _width), _width, _width, $"{path}.attn.proj.flat");
        return Hooked(proj, $"{path}.attn.proj", _width);

        string Project(string name, int part, string? bias)
        {
            var turned = ModuleWeights.Transpose(weight.AsSpan(part * _width * _width, _width * _width), _width, _width);
            return graph.Linear(flat, graph.Constant($"{path}.attn.{name}.weight", turned, _width, _width), bias, $"{path}.attn.{name}.linear"); // (bL, C)
        }

        string Tokens(string y, string name) => graph.Reshape(y, $"{path}.attn.{name}", -1, _tokens, _width);

        // Queries and keys of unit length where the model wants that, queries then times exp(min(scale_mul, log 100)).
        string Heads(string y, string name)
        {
            if (!architecture.NormalizedAttention) return Tokens(y, name);
            var heads = graph.Reshape(y, $"{path}.attn.{name}.heads", -1, architecture.Heads, _headSize); // (bL, H, C/H)
            heads = graph.L2Normalize(heads, _headSize, $"{path}.attn.{name}.unit");
            if (name == "q")
            {
                var scale = weights.Read($"{path}.attn.scale_mul_1H11", 1, architecture.Heads, 1, 1);
                foreach (ref var value in scale.AsSpan()) value = MathF.Exp(MathF.Min(value, MaxLogScale));
                heads = graph.Mul(heads, graph.Constant($"{path}.attn.scale", scale, architecture.Heads, 1), $"{path}.attn.q.scaled");
            }
            return Tokens(heads, name);
        }
    }

    /// <summary>Attention scale by scale: the queries of a scale see the keys of their own and all earlier scales, so no mask is needed.</summary>
    /// <remarks>A mask, even over a few scales together, keeps the runtime from its flash attention and costs a fifth of the whole pass.</remarks>
    string ByScale(string q, string k, string v)
    {
        var factor = architecture.NormalizedAttention ? 1f : 0.25f / MathF.Sqrt(_headSize);
        var parts = new List<string>();
        var from = 0L;
        foreach (var p in architecture.PatchNums)
        {
            var to = from + p * p;
            var scope = $"{path}.attn.{parts.Count}";
            var (keys, values) = to == _tokens ? (k, v) : (graph.Slice(k, $"{scope}.k", 1, 0, to), graph.Slice(v, $"{scope}.v", 1, 0, to));
            parts.Add(graph.Attention(graph.Slice(q, $"{scope}.q", 1, from, to), keys, values, architecture.Heads, factor, scope));
            from = to;
        }
        return graph.Concat($"{path}.attn.scales", [.. parts], 1); // (b, L, C)
    }

    string FeedForward(string x)
    {
        var hidden = architecture.Hidden;
        var flat = graph.Reshape(x, $"{path}.ffn.flat", -1, _width);
        var raw = graph.MatMul(flat, weights.Transposed($"{path}.ffn.fc1.weight", hidden, _width), $"{path}.ffn.fc1.product");
        var activated = graph.GeluTanh(raw, weights.Vector($"{path}.ffn.fc1.bias", hidden), $"{path}.ffn.fc1.gelu"); // (bL, F)
        Hooked(activated, $"{path}.ffn.fc1", hidden);
        return Hooked(weights.Linear($"{path}.ffn.fc2", activated, hidden, _width, $"{path}.ffn.fc2.flat"), $"{path}.ffn.fc2", _width);
    }

    /// <summary>(bL, units) as the hookable value (b, L, units).</summary>
    string Hooked(string flat, string name, int units)
    {
        var value = graph.Reshape(flat, name, -1, _tokens, units);
        graph.Hookable(name, _tokens, units);
        return value;
    }
}
