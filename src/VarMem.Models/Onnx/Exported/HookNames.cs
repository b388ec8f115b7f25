using System.Text.RegularExpressions;
using VarMem.Models.Onnx.Proto;

namespace VarMem.Models.Onnx.Exported;

/// <summary>What the names of a tensor and of its node tell of the layer. Exporters keep the path of the module in them, mostly.</summary>
static partial class HookNames
{
    /// <summary>
    /// Depth: the first number that stands as a part of its own in the tensor's name, else in its node's: 3 in
    /// <c>/blocks/blocks.3/mlp/fc1/Add_output_0</c>, 1 in <c>layer2.1.conv1</c>, which is a block within its stage. Numbers by which
    /// exporters tell outputs and operations of one kind apart do not count.
    /// </summary>
    public static int? Block(NodeProto node, string tensor) => Paths(node, tensor)
        .SelectMany(path => Number().Matches(path)).Select(match => int.TryParse(match.ValueSpan, out var number) ? (int?)number : null)
        .FirstOrDefault(number => number is not null);

    /// <summary>The name without numbers: <c>blocks.mlp.fc1.Add</c>; of a tensor that is nothing but a number, its node's.</summary>
    public static string Kind(NodeProto node, string tensor) =>
        Paths(node, tensor).Select(WithoutNumbers).FirstOrDefault(kind => kind != "") ?? node.OpType;

    /// <summary>The names that are paths and no bare numbers, without what the exporter counts.</summary>
    static IEnumerable<string> Paths(NodeProto node, string tensor)
    {
        // PyTorch's newer exporter names nodes node_WORD_N and counts every word; others count operations.
        var counted = node.Name.StartsWith("node_", StringComparison.Ordinal) ? "" : $"(?<={Regex.Escape(node.OpType)})";
        foreach (var name in (string[])[tensor, node.Name])
        {
            var path = Regex.Replace(
                Output().Replace(name, ""), $@"{counted}_\d+$", "", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
            if (!path.All(char.IsAsciiDigit)) yield return path;
        }
    }

    static string WithoutNumbers(string path)
    {
        var parts = Divider().Split(NumberedPart().Replace(path, "")).Select(part => part.Trim('_')).Where(part => part != "").ToArray();
        return string.Join('.', parts.Where((part, i) => i == 0 || part != parts[i - 1]));
    }

    [GeneratedRegex(@"(?:_output_\d+|(?:__\d+)?:\d+|__\d+)$")]
    private static partial Regex Output();

    [GeneratedRegex(@"(?<=^|[./_:])\d+(?=$|[./_:])")]
    private static partial Regex Number();

    [GeneratedRegex(@"(?:^|[./_:])\d+(?=$|[./_:])")]
    private static partial Regex NumberedPart();

    [GeneratedRegex("[./:]+")]
    private static partial Regex Divider();
}
