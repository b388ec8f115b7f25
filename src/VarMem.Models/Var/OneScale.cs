using VarMem.Models.Onnx;
using static VarMem.Models.Onnx.Proto.TensorProto.Types;

namespace VarMem.Models.Var;

/// <summary>
/// Autoregressive: the tokens <see cref="From"/> … <see cref="To"/> − 1 of one scale, over the keys and values of the earlier ones, which
/// come in as <see cref="Past"/> and go out, with this scale's, as <see cref="Present"/>: (b, tokens so far, C) each.
/// </summary>
sealed class OneScale : TokenPass
{
    public const string From = "from", To = "to";

    readonly GraphBuilder _graph;
    readonly TransformerArchitecture _architecture;
    readonly string _from, _to, _count;
    readonly Dictionary<int, string> _shapes = [];

    public OneScale(GraphBuilder graph, TransformerArchitecture architecture)
        : base(graph)
    {
        (_graph, _architecture) = (graph, architecture);
        (_from, _to) = (graph.Number(From), graph.Number(To));
        _count = graph.Op("Sub", "count", [_to, _from]);
    }

    /// <summary>The names of a block's cache, keys then values, as it comes in.</summary>
    public static string[] Past(int block) => [$"blocks.{block}.attn.past.k", $"blocks.{block}.attn.past.v"];

    /// <summary>As it goes out.</summary>
    public static string[] Present(int block) => [$"blocks.{block}.attn.present.k", $"blocks.{block}.attn.present.v"];

    public override string Select(string embedded) =>
        _graph.Op("Slice", "scale", [embedded, _from, _to, _graph.Constant("scale.axis", 1L)]);

    public override string Tokens(string flat, string name, int width)
    {
        if (!_shapes.TryGetValue(width, out var shape))
            shape = _shapes[width] = _graph.Concat($"shape.{width}", [_graph.Constant("any", -1L), _count, _graph.Constant("width", (long)width)], 0);
        return _graph.Op("Reshape", name, [flat, shape]);
    }

    public override void Hookable(string name, int positions, int units)
    {
        // what is hooked is the teacher-forced pass
    }

    public override string Attention(string q, string k, string v, float factor, string scope) =>
        _graph.Attention(q, Remembered(k, scope, "k"), Remembered(v, scope, "v"), _architecture.Heads, factor, $"{scope}.attended");

    protected override string Normalize(string x, string name) => _graph.NormalizeRows(x, _architecture.Width, Epsilon, name);

    /// <summary>Those of the earlier scales, and behind them this one's.</summary>
    string Remembered(string own, string scope, string name)
    {
        var past = _graph.Input($"{scope}.past.{name}", DataType.Float, GraphBuilder.AnyLength, _architecture.Width);
        var present = _graph.Concat($"{scope}.present.{name}", [past, own], 1);
        _graph.Output(present, DataType.Float, GraphBuilder.AnyLength, _architecture.Width);
        return present;
    }
}
