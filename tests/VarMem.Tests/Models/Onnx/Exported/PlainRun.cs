using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using VarMem.Models.Onnx;
using VarMem.Models.Onnx.Proto;
using VarMem.Models.Scoring;

namespace VarMem.Tests.Models.Onnx.Exported;

/// <summary>A network as its exporter wrote it, run without any surgery, and means of its tensors by plain loops.</summary>
static class PlainRun
{
    /// <summary>Every tensor asked for, whole.</summary>
    public static Dictionary<string, (long[] Shape, float[] Values)> Of(string file, float[] input, long[] shape, params string[] tensors)
    {
        var model = ModelProto.Parser.ParseFrom(File.ReadAllBytes(file));
        foreach (var name in tensors.Except(model.Graph.Output.Select(output => output.Name)))
            model.Graph.Output.Add(new ValueInfoProto { Name = name });
        using var settings = new SessionOptions { GraphOptimizationLevel = GraphOptimizationLevel.ORT_DISABLE_ALL };
        settings.AddSessionConfigEntry("session.model_external_initializers_file_folder_path", Path.GetDirectoryName(file));
        using var session = new InferenceSession(model.ToByteArray(), settings);
        using var value = OrtValue.CreateTensorValueFromMemory(input, shape);
        using var results = session.Run(new RunOptions(), [OnnxNetworks.Pixels], [value], tensors);
        return tensors.Zip(results).ToDictionary(pair => pair.First, pair =>
            (pair.Second.GetTensorTypeAndShape().Shape, pair.Second.GetTensorDataAsSpan<float>().ToArray()));
    }

    /// <summary>
    /// Mean absolute values (b, units) of a tensor whose first axis holds the pictures one after the other, over all axes but
    /// <paramref name="unitAxes"/>.
    /// </summary>
    public static double[] Mu(this (long[] Shape, float[] Values) tensor, int batch, params int[] unitAxes)
    {
        var units = (int)unitAxes.Aggregate(1L, (all, axis) => all * tensor.Shape[axis]);
        var means = new double[batch * units];
        for (var i = 0; i < tensor.Values.Length; i++)
        {
            var (rest, index) = (i, new long[tensor.Shape.Length]);
            for (var axis = index.Length - 1; axis >= 0; rest = (int)(rest / tensor.Shape[axis--])) index[axis] = rest % tensor.Shape[axis];
            var unit = unitAxes.Aggregate(0L, (all, axis) => all * tensor.Shape[axis] + index[axis]);
            means[index[0] * batch / tensor.Shape[0] * units + unit] += Math.Abs(tensor.Values[i]);
        }
        for (var i = 0; i < means.Length; i++) means[i] /= tensor.Values.Length / (double)means.Length;
        return means;
    }

    /// <summary>The same means by the hooked graph: for each hook (b, units).</summary>
    public static Dictionary<string, float[]> Hooked(HookableGraph graph, float[] pixels, int batch, IReadOnlyList<Hook> hooks)
    {
        using var session = new ScoringSession(graph, hooks, new ScoringOptions { Batch = batch, Threads = 1 });
        using var pass = session.NewPass();
        pixels.CopyTo(pass.Pixels);
        pass.Run();
        var (means, first, result) = (pass.Means.ToArray(), 0, new Dictionary<string, float[]>());
        foreach (var hook in hooks)
        {
            result[hook.Name] = [.. Enumerable.Range(0, batch).SelectMany(b => means.Skip(b * session.Units + first).Take(hook.Units))];
            first += hook.Units;
        }
        return result;
    }

    /// <summary>Seeded pixels (batch, 3, side, side) in [−1, 1].</summary>
    public static float[] Pixels(int batch, int side)
    {
        var random = new Random(5);
        return [.. Enumerable.Range(0, batch * 3 * side * side).Select(_ => random.NextSingle() * 2 - 1)];
    }

    /// <summary>Pictures (b, 3, positions) as (b, positions, 3).</summary>
    public static float[] ChannelsLast(float[] pictures, int positions) =>
        [.. Enumerable.Range(0, pictures.Length).Select(i => pictures[(i / 3 / positions * 3 + i % 3) * positions + i / 3 % positions])];

    public static void RequireClose(double[] expected, float[] found, double relative = 1e-5)
    {
        Assert.Equal(expected.Length, found.Length);
        for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], found[i], relative * Math.Abs(expected[i]) + relative / 10);
    }
}
