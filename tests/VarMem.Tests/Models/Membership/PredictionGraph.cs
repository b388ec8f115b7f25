using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using VarMem.Models.Membership;
using VarMem.Models.Onnx;
using VarMem.Models.Onnx.Proto;

namespace VarMem.Tests.Models.Membership;

/// <summary>The least network that predicts tokens: its logits are a table by class, (L, V) each. The last class is the null class.</summary>
static class PredictionGraph
{
    /// <summary>What the real graph's nodes make of the tokens, under a label: (K, L).</summary>
    public static float[] Statistics(float[][][] logitsOfClasses, long label, long[] tokens, Likelihood likelihood)
    {
        var (classes, length, codes) = (logitsOfClasses.Length, tokens.Length, logitsOfClasses[0][0].Length);
        using var folder = new TempFolder();
        using var weights = new WeightFile(folder.File("weights.bin"));
        var builder = new GraphBuilder(weights);
        builder.Input("tokens", TensorProto.Types.DataType.Int64, length);
        var table = builder.Constant("table", [.. logitsOfClasses.SelectMany(rows => rows).SelectMany(row => row)], classes, length, codes);
        builder.Op("Gather", "head", [table, builder.Input("label", TensorProto.Types.DataType.Int64)]);
        var model = builder.Build();
        var nodes = new TokenStatisticNodes(new AddedNodes(model.Graph), new TokenPrediction("tokens", "head", NullClass: classes - 1));
        var statistics = nodes.Build(likelihood, "label");
        model.Graph.Output.Add(new ValueInfoProto { Name = statistics });

        using var session = new InferenceSession(model.ToByteArray());
        using var run = new RunOptions();
        using var tokenValue = OrtValue.CreateTensorValueFromMemory(tokens, [1, length]);
        using var labelValue = OrtValue.CreateTensorValueFromMemory<long>([label], [1]);
        var inputs = new Dictionary<string, OrtValue> { ["tokens"] = tokenValue, ["label"] = labelValue };
        using var outputs = session.Run(run, inputs, [statistics]);
        var found = outputs[0].GetTensorDataAsSpan<float>(); // (1, L, K)
        var rows = found.Length / length;
        var turned = new float[found.Length];
        for (var i = 0; i < found.Length; i++) turned[i % rows * length + i / rows] = found[i];
        return turned;
    }
}
