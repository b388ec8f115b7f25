using VarMem.Models.Onnx;

namespace VarMem.Models.Var;

/// <summary>One transformer block; L are the tokens of the pass: x += γ1·attn(LN(x)(1+s1)+b1); x += γ2·ffn(LN(x)(1+s2)+b2).</summary>
sealed class BlockGraph(GraphBuilder graph, ModuleWeights weights, TransformerArchitecture architecture, TokenPass pass, string path)
{
    /// <summary>The published code caps the learned log scale of normalised attention here.</summary>
    static readonly float MaxLogScale = MathF.Log(100);

    static readonly string[] Gates = ["gamma1", "gamma2", "scale1", "scale2", "shift1", "shift2"];

    readonly int _width = architecture.Width;
    readonly int _headSize = architecture.Width / architecture.Heads;

    /// <summary>x (b, L, C), gates (b, 6C) in the order γ1, γ2, s1, s2, b1, b2 → (b, L, C).</summary>
    public string Build(string x, string gates)
    {
        var six = graph.Reshape(gates, $"{path}.gates", -1, 6, _width);
        var g = graph.Split(six, 1, [.. Gates.Select(gate => $"{path}.gate.{gate}")]); // six of (b, 1, C)
        var attended = Attention(pass.Modulate(x, g[2], g[4], $"{path}.ln1"));
        x = graph.Add(x, Gated($"{path}.attn.proj", attended, g[0]), $"{path}.attended");
        var fed = FeedForward(pass.Modulate(x, g[3], g[5], $"{path}.ln2"));
        return Hookable(graph.Add(x, Gated($"{path}.ffn.fc2", fed, g[1]), path), _width);
    }

    string Gated(string name, string x, string gate) => Hookable(graph.Mul(x, gate, $"{name}{Hook.Gated}"), _width);

    string Attention(string x)
    {
        var flat = graph.Reshape(x, $"{path}.attn.flat", -1, _width); // (bL, C)
        var weight = weights.Read($"{path}.attn.mat_qkv.weight", 3 * _width, _width); // rows q, then k, then v
        float[] qkBias = [.. weights.Read($"{path}.attn.q_bias", _width), .. new float[_width]];
        var qk = Project("qk", weight.AsSpan(0, 2 * _width * _width), graph.Constant($"{path}.attn.qk.bias", qkBias, 2 * _width));
        var v = Project("v", weight.AsSpan(2 * _width * _width), weights.Vector($"{path}.attn.v_bias", _width));
        var values = Tokens(v, "v", _width);
        Hookable(graph.Concat($"{path}.attn.mat_qkv", [Tokens(qk, "qk.raw", 2 * _width), values], 2), 3 * _width);
        if (architecture.NormalizedAttention) qk = Normalize(qk);
        var attended = Attend(Tokens(qk, "qk", 2 * _width), values);
        var heads = Enumerable.Range(0, architecture.Heads).Select(head => $"{path}.attn.head.{head}").ToArray();
        foreach (var head in graph.Split(attended, 2, heads)) Hookable(head, _headSize);
        var joined = graph.Reshape(attended, $"{path}.attn.joined", -1, _width);
        var proj = weights.Linear($"{path}.attn.proj", joined, _width, _width, $"{path}.attn.proj.flat");
        return Hooked(proj, $"{path}.attn.proj", _width);

        string Project(string name, ReadOnlySpan<float> rows, string bias)
        {
            var outputs = rows.Length / _width;
            var turned = graph.Constant($"{path}.attn.{name}.weight", ModuleWeights.Transpose(rows, outputs, _width), _width, outputs);
            return graph.Linear(flat, turned, bias, $"{path}.attn.{name}.linear"); // (bL, outputs)
        }

        string Tokens(string y, string name, int width) => pass.Tokens(y, $"{path}.attn.{name}", width);
    }

    /// <summary>
    /// Queries and keys of unit length per head, queries then times exp(min(scale_mul, log 100)); (bL, 2C) → (bL, 2H, C/H).
    /// </summary>
    string Normalize(string qk)
    {
        var heads = graph.Reshape(qk, $"{path}.attn.qk.heads", -1, 2 * architecture.Heads, _headSize);
        var scale = weights.Read($"{path}.attn.scale_mul_1H11", 1, architecture.Heads, 1, 1);
        var ones = Enumerable.Repeat(1f, architecture.Heads);
        float[] factors = [.. scale.Select(value => MathF.Exp(MathF.Min(value, MaxLogScale))), .. ones];
        return graph.L2Normalize(heads, graph.Constant($"{path}.attn.scale", factors, factors.Length, 1), $"{path}.attn.qk.unit");
    }

    /// <summary>qk (b, L, 2C) and v (b, L, C) → (b, L, C).</summary>
    string Attend(string qk, string v)
    {
        var factor = architecture.NormalizedAttention ? 1f : 0.25f / MathF.Sqrt(_headSize);
        var halves = graph.Split(qk, 2, $"{path}.attn.q", $"{path}.attn.k"); // two of (b, L, C)
        return pass.Attention(halves[0], halves[1], v, factor, $"{path}.attn");
    }

    string FeedForward(string x)
    {
        var hidden = architecture.Hidden;
        var flat = graph.Reshape(x, $"{path}.ffn.flat", -1, _width);
        var product = graph.MatMul(flat, weights.Transposed($"{path}.ffn.fc1.weight", hidden, _width), $"{path}.ffn.fc1.product");
        var bias = weights.Vector($"{path}.ffn.fc1.bias", hidden);
        Hooked(graph.Add(product, bias, $"{path}.ffn.fc1.raw"), $"{path}.ffn.fc1{Hook.Pre}", hidden); // cut off where nobody hooks it
        var activated = graph.GeluTanh(product, bias, $"{path}.ffn.fc1.gelu"); // (bL, F)
        Hooked(activated, $"{path}.ffn.fc1", hidden);
        return Hooked(weights.Linear($"{path}.ffn.fc2", activated, hidden, _width, $"{path}.ffn.fc2.flat"), $"{path}.ffn.fc2", _width);
    }

    /// <summary>(bL, units) as the hookable value (b, L, units).</summary>
    string Hooked(string flat, string name, int units) => Hookable(pass.Tokens(flat, name, units), units);

    string Hookable(string name, int units)
    {
        pass.Hookable(name, architecture.TokenCount, units);
        return name;
    }
}
