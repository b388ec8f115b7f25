using System.Text.RegularExpressions;
using VarMem.Models.Onnx;
using VarMem.Models.Onnx.Proto;

namespace VarMem.Models.Var;

/// <summary>The hookable layers of a VAR model, read from what its graph lists, with what their module paths tell.</summary>
static partial class ModuleHooks
{
    /// <summary>In model order.</summary>
    public static IReadOnlyList<Hook> In(ModelProto model)
    {
        var places = model.Graph.ValueInfo.Concat(model.Graph.Output)
            .Where(info => info.Type.TensorType.ElemType == (int)TensorProto.Types.DataType.Float).DistinctBy(info => info.Name).ToArray();
        var levels = 1 + places.Select(info => Level().Match(info.Name)).Where(m => m.Success)
            .Select(m => int.Parse(m.Groups[1].Value)).DefaultIfEmpty(-1).Max();
        return [.. places.Select(info => From(info, levels))];
    }

    static Hook From(ValueInfoProto info, int levels)
    {
        var shape = info.Type.TensorType.Shape.Dim.Skip(1).Select(dim => (int)dim.DimValue).ToArray();
        var tokenizer = info.Name.StartsWith("encoder.", StringComparison.Ordinal) || info.Name == ModelBuilder.Latent;
        return new Hook(
            info.Name,
            tokenizer ? Hook.Tokenizer : Hook.Transformer,
            BlockOf(info.Name, tokenizer, levels),
            KindOf(info.Name),
            [.. shape],
            [shape.Length == 3 ? 0 : 1]); // pictures (C, h, w), tokens (L, C)
    }

    static int? BlockOf(string name, bool tokenizer, int levels) =>
        tokenizer ? Level().Match(name) is { Success: true } level ? int.Parse(level.Groups[1].Value)
            : name == "encoder.conv_in" ? 0 : levels
        : TransformerBlock().Match(name) is { Success: true } block ? int.Parse(block.Groups[1].Value) : null;

    static string KindOf(string name) => TransformerBlock().Match(name) is { Success: true } block
        ? block.Length == name.Length ? "block" : Index().Replace(name[(block.Length + 1)..], "")
        : Index().Replace(name, "");

    [GeneratedRegex(@"^encoder\.down\.(\d+)")]
    private static partial Regex Level();

    [GeneratedRegex(@"^blocks\.(\d+)")]
    private static partial Regex TransformerBlock();

    [GeneratedRegex(@"\.\d+(?=\.|$)")]
    private static partial Regex Index();
}
