using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using VarMem.Models.Scoring;

namespace VarMem.Models.Onnx.Exported;

/// <summary>A value as ONNX Runtime finds it: its type, and its sides, null where it cannot tell without a run.</summary>
readonly record struct FoundTensor(TensorElementType Type, long[]? Shape)
{
    /// <summary>Types whose absolute values have a mean that means something.</summary>
    public bool IsReal =>
        Type is TensorElementType.Float or TensorElementType.Float16 or TensorElementType.BFloat16 or TensorElementType.Double;
}

/// <summary>
/// Types and sides of a graph's values, which files need not tell and often tell wrongly: ONNX Runtime infers or computes them.
/// </summary>
static class ShapeProbe
{
    /// <summary>What the runtime infers of the values; those that are no tensors are left out.</summary>
    public static Dictionary<string, FoundTensor> Infer(HookableGraph graph, IEnumerable<string> names, int batch)
    {
        using var session = Open(graph, [.. names], batch);
        return session.OutputMetadata.Where(output => output.Value.IsTensor).ToDictionary(
            output => output.Key,
            output => new FoundTensor(output.Value.ElementDataType, Known([.. output.Value.Dimensions.Select(side => (long)side)])));
    }

    /// <summary>Sides of tensors, by a run of the network on grey pictures that gives nothing but the sides.</summary>
    public static Dictionary<string, long[]> Compute(HookableGraph graph, IReadOnlyList<string> names, int batch)
    {
        var model = graph.Model.Clone();
        var taken = GraphNames.All(model.Graph);
        string[] shapes = [.. names.Select(name => GraphNames.Unique(taken, $"{name}/shape"))];
        foreach (var (name, shape) in names.Zip(shapes)) model.Graph.Node.Add(GraphBuilder.Node("Shape", shape, [name]));

        using var session = Open(graph with { Model = model }, shapes, batch);
        using var run = new RunOptions();
        var side = graph.Side;
        using var pixels = OrtValue.CreateTensorValueFromMemory(new float[batch * 3 * side * side], [batch, 3, side, side]);
        using var results = session.Run(run, [graph.Pixels], [pixels], shapes);
        return names.Zip(results).ToDictionary(pair => pair.First, pair => pair.Second.GetTensorDataAsSpan<long>().ToArray());
    }

    /// <summary>The runtime gives no sides both for a scalar and for a tensor of which it knows nothing.</summary>
    static long[]? Known(long[] shape) => shape.Length > 0 && shape.All(side => side >= 0) ? shape : null;

    static InferenceSession Open(HookableGraph graph, IReadOnlyList<string> outputs, int batch)
    {
        using var settings = ScoringSession.Settings(graph, new ScoringOptions { Batch = batch, Optimize = false });
        settings.AddSessionConfigEntry("session.disable_prepacking", "1");
        return new InferenceSession(HookedGraph.Build(graph, [], outputs).ToByteArray(), settings);
    }
}
