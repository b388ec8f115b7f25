using System.Runtime.InteropServices;
using VarMem.Models.Onnx.Proto;
using static VarMem.Models.Onnx.Proto.TensorProto.Types;

namespace VarMem.Models.Onnx.Exported;

/// <summary>
/// Makes any network take what the pipeline delivers: pixels (b, 3, side, side) in [−1, 1]. What it needs besides is computed in the
/// graph, from an input of our own to the value that has been the input.
/// </summary>
static class PixelSurgery
{
    /// <summary>The name of the input that takes the pixels from now on.</summary>
    public static string Apply(GraphProto graph, PixelInput input, OnnxFileOptions options)
    {
        var names = GraphNames.All(graph);
        var nodes = new List<NodeProto>();
        var pixels = GraphNames.Unique(names, $"{input.Name}/pixels");
        var value = pixels;

        // (v/255 − mean)/deviation of v/255 = (pixel + 1)/2 is pixel · 0.5/deviation + (0.5 − mean)/deviation.
        if (options.Mean.Concat(options.Deviation).Any(part => part != 0.5f))
        {
            Append("Mul", "scaled", [Channels("scale", i => 0.5 / options.Deviation[i])]);
            Append("Add", "normalised", [Channels("shift", i => (0.5 - options.Mean[i]) / options.Deviation[i])]);
        }
        if (input.ChannelsLast) Append("Transpose", "channels_last", [], ("perm", new long[] { 0, 2, 3, 1 }));

        if (nodes.Count == 0) pixels = input.Name;
        else nodes[^1].Output[0] = input.Name;
        NodeProto[] after = [.. graph.Node];
        graph.Node.Clear();
        graph.Node.Add(nodes.Concat(after));
        Declare(graph, input, pixels);
        return pixels;

        void Append(string type, string name, ReadOnlySpan<string> constants, params ReadOnlySpan<(string, object)> attributes)
        {
            nodes.Add(GraphBuilder.Node(type, GraphNames.Unique(names, $"{input.Name}/{name}"), [value, .. constants], attributes));
            value = nodes[^1].Output[0];
        }

        string Channels(string name, Func<int, double> of)
        {
            name = GraphNames.Unique(names, $"{input.Name}/{name}");
            var values = MemoryMarshal.AsBytes<float>([(float)of(0), (float)of(1), (float)of(2)]);
            graph.Initializer.Add(GraphBuilder.Inline(name, DataType.Float, values, [3, 1, 1]));
            return name;
        }
    }

    /// <summary>
    /// Declares the graph's inputs anew: sizes are fixed now, the batch is free under our name for it or as the file fixes it, and a
    /// default of old exporters is a constant.
    /// </summary>
    static void Declare(GraphProto graph, PixelInput input, string pixels)
    {
        var described = GraphBuilder.Describe(pixels, DataType.Float, [3, input.Side, input.Side]);
        if (input.Batch is { } batch) described.Type.TensorType.Shape.Dim[0].DimValue = batch;
        ValueInfoProto[] others = [.. PixelInput.Open(graph).Where(other => other.Name != input.Name)];
        graph.Input.Clear();
        graph.Input.Add(others.Prepend(described));
    }
}
