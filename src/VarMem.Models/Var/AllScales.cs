using VarMem.Models.Onnx;

namespace VarMem.Models.Var;

/// <summary>Teacher forcing: all scales at once.</summary>
sealed class AllScales(GraphBuilder graph, TransformerArchitecture architecture) : TokenPass(graph)
{
    readonly GraphBuilder _graph = graph;
    readonly int _tokens = architecture.TokenCount;

    public override string Select(string embedded) => embedded;

    public override string Tokens(string flat, string name, int width) => _graph.Reshape(flat, name, -1, _tokens, width);

    public override void Hookable(string name, int positions, int units) => _graph.Hookable(name, positions, units);

    /// <summary>
    /// Attention scale by scale: the queries of a scale see the keys of their own and all earlier scales, so no mask is needed.
    /// </summary>
    /// <remarks>
    /// A mask, even over a few scales together, keeps the runtime from its flash attention and costs a fifth of the whole pass.
    /// </remarks>
    public override string Attention(string q, string k, string v, float factor, string scope)
    {
        var parts = new List<string>();
        var from = 0L;
        foreach (var p in architecture.PatchNums)
        {
            var to = from + p * p;
            var part = $"{scope}.{parts.Count}";
            var (keys, values) = to == _tokens ? (k, v) : (_graph.Slice(k, $"{part}.k", 1, 0, to), _graph.Slice(v, $"{part}.v", 1, 0, to));
            parts.Add(_graph.Attention(_graph.Slice(q, $"{part}.q", 1, from, to), keys, values, architecture.Heads, factor, part));
            from = to;
        }
        return _graph.Concat($"{scope}.scales", [.. parts], 1); // (b, L, C)
    }

    protected override string Normalize(string x, string name) => _graph.Normalize(x, _tokens, Epsilon, name);
}
