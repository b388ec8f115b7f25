using System.Globalization;
using VarMem.Models.Onnx;
using VarMem.Models.Onnx.Exported;
using VarMem.Models.Var;
using VarMem.Store;

namespace VarMem.Measuring;

/// <summary>
/// A network from an ONNX file that somebody else exported: it takes no labels, and how it was trained only its user knows.
/// </summary>
static class OnnxNetwork
{
    /// <summary>Shorter side before cropping as a multiple of the side, as usual in training.</summary>
    const double ResizeRatio = 1.125;

    /// <summary>What stands in the place of patterns where none is given.</summary>
    const string DefaultHooks = "(layers with weights)";

    public static Network Open(string file, OnnxFileOptions options, IReadOnlyList<string> patterns)
    {
        var graph = OnnxFile.Open(file, options);
        var description = graph.Description!;
        var line = ModelDescription.Line(new { File = Path.GetFileName(file), description.Producer, description.Opset });
        return new Network
        {
            Graph = graph,
            Hooks = patterns.Count > 0 ? HookPattern.Select(graph, patterns) : WeightedLayers.In(graph),
            Patterns = patterns.Count > 0 ? patterns : [DefaultHooks],
            ResizeRatio = ResizeRatio,
            Models = [new ModelRow(Hook.Network, description.Sha256, description.Parameters, line)],
            Settings =
            [
                new("graph_sha256", description.Sha256),
                new("external_data_sha256", description.HashExternalFiles()),
                new("input", description.Input),
                new("image_size", $"{graph.Side}"),
                new("channel_axis", List(options.UnitAxes?.Order().ToArray())),
                new("position_axis", List(options.PositionAxes?.Order().ToArray())),
                new("mean", List(options.Mean)),
                new("std", List(options.Deviation)),
            ],
        };
    }

    static string? List<T>(IReadOnlyList<T>? values)
        where T : IFormattable =>
        values is null ? null : string.Join(',', values.Select(value => value.ToString(null, CultureInfo.InvariantCulture)));
}
