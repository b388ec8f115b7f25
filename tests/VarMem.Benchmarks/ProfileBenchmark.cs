using System.Text.Json;
using System.Text.RegularExpressions;
using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using VarMem.Models.Onnx;
using VarMem.Models.Scoring;
using VarMem.Models.Var;

namespace VarMem.Benchmarks;

/// <summary>Where the time of single-threaded passes goes, as the runtime's own profiler tells.</summary>
static partial class ProfileBenchmark
{
    const int Passes = 3;

    /// <summary>What the profiler puts behind a node's name.</summary>
    const string Ending = "_kernel_time";

    public static int Run(string[] args)
    {
        var model = BenchmarkedModel.Of(args);
        var folder = Directory.CreateTempSubdirectory("varmem-profile");
        var nodes = Nodes(Profile(model, Path.Combine(folder.FullName, "passes")));
        folder.Delete(recursive: true);
        var total = nodes.Sum(node => node.Time);
        Console.WriteLine($"{model.Name}, batch {model.Batch}: shares of {Passes} passes on one thread");
        Print("by operation", nodes.GroupBy(node => node.Operation));
        Print("by place", nodes.GroupBy(node => node.Place));
        return 0;

        void Print(string title, IEnumerable<IGrouping<string, (string Operation, string Place, double Time)>> groups)
        {
            Console.WriteLine(title);
            foreach (var (name, time) in groups.Select(group => (group.Key, Time: group.Sum(node => node.Time))).OrderByDescending(group => group.Time))
                if (time / total >= 0.002) Console.WriteLine($"  {100 * time / total,5:0.0} %  {name}");
        }
    }

    /// <summary>The profiler's file of a few passes.</summary>
    static string Profile(BenchmarkedModel model, string prefix)
    {
        var (batch, side) = (model.Batch, model.Folder.Description.ImageSize);
        using var settings = ScoringSession.Settings(model.Folder.Graph, new ScoringOptions { Batch = batch });
        settings.ProfileOutputPathPrefix = prefix;
        settings.EnableProfiling = true;
        using var session = new InferenceSession(HookedGraph.Build(model.Folder.Graph, model.Hooks, []).ToByteArray(), settings);
        var random = new Random(1);
        var pixels = new float[batch * 3 * side * side];
        foreach (ref var pixel in pixels.AsSpan()) pixel = random.NextSingle() * 2 - 1;
        using var x = OrtValue.CreateTensorValueFromMemory(pixels, [batch, 3, side, side]);
        using var label = OrtValue.CreateTensorValueFromMemory(new long[batch], [batch]);
        using var run = new RunOptions();
        var inputs = new Dictionary<string, OrtValue> { [ModelBuilder.Pixels] = x, [ModelBuilder.Label] = label };
        for (var pass = 0; pass < Passes; pass++)
            using (session.Run(run, inputs, session.OutputNames)) { }
        return session.EndProfiling();
    }

    static (string Operation, string Place, double Time)[] Nodes(string file)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(file));
        return [.. json.RootElement.EnumerateArray()
            .Where(item => item.GetProperty("cat").GetString() == "Node" && Name(item).EndsWith(Ending, StringComparison.Ordinal))
            .Select(item => (
                item.GetProperty("args").GetProperty("op_name").GetString()!,
                Place().Match(Name(item).Replace(Ending, "").Replace("_nchwc", "")) is { Success: true } place ? place.Value : "elsewhere: layout changes and what the runtime named itself",
                item.GetProperty("dur").GetDouble()))];

        static string Name(JsonElement item) => item.GetProperty("name").GetString()!;
    }

    /// <summary>A tokenizer's level, the quantizer, or a part of a transformer block.</summary>
    [GeneratedRegex(@"^(encoder\.(down\.\d|\w+)|quant\w+|(?<=^blocks\.\d+\.)\w+)|^head|^word_embed|(?<=^blocks\.\d+\.)(attn\.[a-z]\w*|attn(?=\.\d)|ffn\.\w+|ada_lin|ln\d)")]
    private static partial Regex Place();
}
