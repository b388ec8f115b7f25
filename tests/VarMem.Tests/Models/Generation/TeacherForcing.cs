using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using VarMem.Models.Onnx;
using VarMem.Models.Onnx.Proto;
using VarMem.Models.Scoring;
using VarMem.Models.Var;

namespace VarMem.Tests.Models.Generation;

/// <summary>The teacher-forced graph of model.onnx, cut open behind the quantizer.</summary>
static class TeacherForcing
{
    /// <summary>What the transformer sees (b, L − p_0², z) → logits (b, L, V).</summary>
    public static float[] Logits(ModelFolder model, long[] labels, float[] input)
    {
        var graph = HookedGraph.Build(model.Graph, [], [ModelBuilder.Logits]);
        var transformer = model.Description.Transformer!.Architecture;
        var later = transformer.TokenCount - transformer.PatchNums[0] * transformer.PatchNums[0];
        var shown = graph.Graph.Node.Single(node => node.Output.Contains(ModelBuilder.TransformerInput));
        graph.Graph.Node.Remove(shown);
        graph.Graph.Input.Add(GraphBuilder.Describe(
            ModelBuilder.TransformerInput, TensorProto.Types.DataType.Float, [later, transformer.LatentChannels]));
        HookedGraph.Prune(graph.Graph);

        using var settings = ScoringSession.Settings(model.Graph, new ScoringOptions { Batch = labels.Length });
        using var session = new InferenceSession(graph.ToByteArray(), settings);
        using var run = new RunOptions();
        using var label = OrtValue.CreateTensorValueFromMemory(labels, [labels.Length]);
        using var seen = OrtValue.CreateTensorValueFromMemory(input, [labels.Length, later, transformer.LatentChannels]);
        var inputs = new Dictionary<string, OrtValue> { [ModelBuilder.Label] = label, [ModelBuilder.TransformerInput] = seen };
        using var outputs = session.Run(run, inputs, [ModelBuilder.Logits]);
        return outputs[0].GetTensorDataAsSpan<float>().ToArray();
    }
}
