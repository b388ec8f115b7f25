using System.Text.RegularExpressions;
using VarMem.Models.Onnx.Proto;

namespace VarMem.Models.Onnx;

/// <summary>A place in the graph whose units can be measured: a tensor of a model's graph, found there by its module path.</summary>
/// <param name="Name">
/// Module path in the published PyTorch model, such as <c>blocks.3.ffn.fc1</c>; also the tensor's name in the graph.
/// </param>
/// <param name="Part"><c>transformer</c> or <c>tokenizer</c>.</param>
/// <param name="Block">Index of the transformer block, or level of the tokenizer; null where neither applies.</param>
/// <param name="Kind">Layer type: the path without its indices, such as <c>ffn.fc1</c>.</param>
/// <param name="Units">Output channels.</param>
/// <param name="Positions">Positions that a mean runs over: tokens, or pixels of a feature map.</param>
/// <param name="ChannelsFirst">True for (b, units, h, w), false for (b, positions, units).</param>
public sealed partial record Hook(string Name, string Part, int? Block, string Kind, int Units, int Positions, bool ChannelsFirst)
{
    public const string Transformer = "transformer";
    public const string Tokenizer = "tokenizer";

    /// <summary>Every hookable layer of a graph, in model order.</summary>
    internal static IReadOnlyList<Hook> In(ModelProto model)
    {
        var places = model.Graph.ValueInfo.Concat(model.Graph.Output)
            .Where(info => info.Type.TensorType.ElemType == (int)TensorProto.Types.DataType.Float).ToArray();
        var levels = 1 + places.Select(info => Level().Match(info.Name)).Where(m => m.Success)
            .Select(m => int.Parse(m.Groups[1].Value)).DefaultIfEmpty(-1).Max();
        return [.. places.Select(info => From(info, levels))];
    }

    static Hook From(ValueInfoProto info, int levels)
    {
        var size = info.Type.TensorType.Shape.Dim.Skip(1).Select(dim => (int)dim.DimValue).ToArray();
        var tokenizer = info.Name.StartsWith("encoder.", StringComparison.Ordinal) || info.Name == "quant_conv";
        var (units, positions) = size.Length == 3 ? (size[0], size[1] * size[2]) : (size[1], size[0]);
        return new Hook(
            info.Name,
            tokenizer ? Tokenizer : Transformer,
            BlockOf(info.Name, tokenizer, levels),
            KindOf(info.Name),
            units,
            positions,
            ChannelsFirst: size.Length == 3);
    }

    static int? BlockOf(string name, bool tokenizer, int levels) =>
        tokenizer ? Level().Match(name) is { Success: true } level ? int.Parse(level.Groups[1].Value)
            : name == "encoder.conv_in" ? 0 : levels
        : TransformerBlock().Match(name) is { Success: true } block ? int.Parse(block.Groups[1].Value) : null;

    static string KindOf(string name) => TransformerBlock().Match(name) is { Success: true } block
        ? block.Length == name.Length ? "block" : name[(block.Length + 1)..]
        : Index().Replace(name, "");

    [GeneratedRegex(@"^encoder\.down\.(\d+)")]
    private static partial Regex Level();

    [GeneratedRegex(@"^blocks\.(\d+)")]
    private static partial Regex TransformerBlock();

    [GeneratedRegex(@"\.\d+(?=\.|$)")]
    private static partial Regex Index();
}
