using Microsoft.ML.OnnxRuntime;
using VarMem.Models.Onnx.Proto;

namespace VarMem.Models.Onnx.Exported;

/// <summary>
/// A network that somebody else exported, from one ONNX file: any that takes square pictures. Its layers are the tensors of its graph.
/// </summary>
public static class OnnxFile
{
    /// <summary>Initializers need not be inputs too from this version of the format on.</summary>
    internal const long ConstantsAreNoInputs = 4;

    /// <summary>Opens the file; reads no weights outside of it.</summary>
    /// <remarks>
    /// Where the file leaves the batch open, but the graph behind does not run on two pictures, its batch is fixed to 1.
    /// </remarks>
    /// <exception cref="ModelException">It is no such network, or the options do not fit it.</exception>
    public static HookableGraph Open(string file, OnnxFileOptions options)
    {
        if (options is { UnitAxes: { } units, PositionAxes: { } positions } && units.Intersect(positions).Any())
            throw Throw.AxesOverlap(units.Intersect(positions).First());
        var (model, description) = OnnxReader.Read(file);
        NodeProto[] nodes = [.. model.Graph.Node];
        var input = PixelInput.Of(model.Graph, file, options);
        var pixels = PixelSurgery.Apply(model.Graph, input, options);
        model.IrVersion = Math.Max(model.IrVersion, ConstantsAreNoInputs);
        model.Graph.ValueInfo.Clear(); // was inferred for other sizes
        var graph = new HookableGraph(file, model, pixels)
        {
            Hooks = [],
            Side = input.Side,
            FixedBatch = input.Batch,
            Description = description with { Input = input.Name },
        };
        try
        {
            return OnnxHooks.Find(graph, nodes, input, options);
        }
        catch (OnnxRuntimeException e)
        {
            throw Throw.RuntimeRefuses(file, e);
        }
    }
}
