using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using VarMem.Models.Onnx;
using VarMem.Models.Var;

namespace VarMem.Tests.Models;

/// <summary>A built model run once over all crops.</summary>
sealed class GraphRun(ModelFolder model, float[] pixels, long[] labels)
{
    readonly Lazy<float[]> _means = new(() => Values<float>(model, pixels, labels, model.Hooks, HookedGraph.MeanAbs));

    readonly Lazy<float[]> _scaleMeans = new(() => Values<float>(model, pixels, labels, model.Hooks, HookedGraph.ScaleMeanAbs));

    /// <summary>Mean absolute activations of every hook, one hook's units after the other's (crops, units).</summary>
    public float[] Means => _means.Value;

    /// <summary>The same for each scale alone, of the hooks whose positions are tokens (crops, S, units).</summary>
    public float[] ScaleMeans => _scaleMeans.Value;

    /// <summary>(crops, L)</summary>
    public long[] Tokens { get; } = Values<long>(model, pixels, labels, [], ModelBuilder.Tokens);

    /// <summary>(crops, z, n, n)</summary>
    public float[] Latent { get; } = Values<float>(model, pixels, labels, [], ModelBuilder.Latent);

    /// <summary>(crops, L, V)</summary>
    public float[] Logits { get; } = Values<float>(model, pixels, labels, [], ModelBuilder.Logits);

    static T[] Values<T>(ModelFolder model, float[] pixels, long[] labels, IReadOnlyList<Hook> hooks, string name)
        where T : unmanaged
    {
        var graph = HookedGraph.Build(model.Graph, hooks, hooks.Count > 0 ? [] : [name], perScale: name == HookedGraph.ScaleMeanAbs);
        using var settings = new SessionOptions { IntraOpNumThreads = 1 };
        settings.AddSessionConfigEntry("session.model_external_initializers_file_folder_path", Path.GetFullPath(model.Path));
        settings.AddFreeDimensionOverrideByName(GraphBuilder.Batch, labels.Length);
        using var session = new InferenceSession(graph.ToByteArray(), settings);

        var side = model.Description.ImageSize;
        using var pixelValue = OrtValue.CreateTensorValueFromMemory(pixels, [labels.Length, 3, side, side]);
        using var labelValue = OrtValue.CreateTensorValueFromMemory(labels, [labels.Length]);
        var inputs = new Dictionary<string, OrtValue> { [ModelBuilder.Pixels] = pixelValue, [ModelBuilder.Label] = labelValue };
        using var run = new RunOptions();
        using var outputs = session.Run(run, session.InputNames.ToDictionary(input => input, input => inputs[input]), [name]);
        return outputs[0].GetTensorDataAsSpan<T>().ToArray();
    }
}
