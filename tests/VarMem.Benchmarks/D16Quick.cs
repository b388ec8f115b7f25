using System.Diagnostics;
using System.Text.Json;
using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using VarMem.Models.Onnx;
using VarMem.Models.Scoring;
using VarMem.Models.Var;
using VarMem.Tests.Models.MadeUp;

namespace VarMem.Benchmarks;

static class D16Quick
{
    public static int Run(string[] args)
    {
        if (args is ["make", var depth, var folder])
        {
            Directory.CreateDirectory(folder);
            MadeUpModel.Published(int.Parse(depth)).WriteTorch(folder);
            return 0;
        }
        var (path, batch, threads, pattern) = (args[0], int.Parse(args[1]), int.Parse(args[2]), args[3]);
        var model = ModelFolder.Open(path);
        var hooks = HookPattern.Select(model.Hooks, [pattern]);
        using var settings = ScoringSession.Settings(model.Graph, new ScoringOptions { Batch = batch });
        settings.IntraOpNumThreads = threads;
        foreach (var extra in args.Skip(5)) { var kv = extra.Split('='); if (kv[0] == "opt") settings.GraphOptimizationLevel = (GraphOptimizationLevel)int.Parse(kv[1]); else settings.AddSessionConfigEntry(kv[0], kv[1]); }
        settings.ProfileOutputPathPrefix = "output/prof";
        if (args[4] == "profile") settings.EnableProfiling = true;
        var clock = Stopwatch.StartNew();
        using var session = new InferenceSession(HookedGraph.Build(model.Graph, hooks, []).ToByteArray(), settings);
        Console.WriteLine($"session {clock.Elapsed.TotalSeconds:0.00} s, {Process.GetCurrentProcess().WorkingSet64 / 1e9:0.00} GB");
        var random = new Random(1);
        var pixels = new float[batch * 3 * 256 * 256];
        foreach (ref var p in pixels.AsSpan()) p = random.NextSingle() * 2 - 1;
        using var x = OrtValue.CreateTensorValueFromMemory(pixels, [batch, 3, 256, 256]);
        using var l = OrtValue.CreateTensorValueFromMemory([.. Enumerable.Range(0, batch).Select(i => (long)i)], [batch]);
        using var run = new RunOptions();
        var inputs = new Dictionary<string, OrtValue> { ["pixels"] = x };
        if (session.InputNames.Contains("label")) inputs["label"] = l;
        for (var i = 0; i < 4; i++)
        {
            clock.Restart();
            using var outputs = session.Run(run, inputs, session.OutputNames);
            Console.WriteLine($"{clock.Elapsed.TotalSeconds / batch:0.000} s an image, peak {Process.GetCurrentProcess().PeakWorkingSet64 / 1e9:0.00} GB");
        }
        var (t, v) = (model.Description.Transformer!.Architecture, model.Description.Tokenizer.Architecture);
        Console.WriteLine($"GFLOP: encoder {Flops.Encoder(v, 256) / 1e9:0}, quantizer {Flops.Quantizer(t) / 1e9:0.0}, transformer {Flops.Transformer(t) / 1e9:0}");
        if (args[4] == "profile") Profile(session.EndProfiling());
        using var gemm = new MatMulSession(t, batch, threads);
        gemm.Run();
        for (var i = 0; i < 3; i++) { clock.Restart(); gemm.Run(); Console.WriteLine($"gemm {gemm.Flop / clock.Elapsed.TotalSeconds / 1e9:0} GFLOP/s"); }
        return 0;
    }

    static void Profile(string file)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(file));
        var nodes = json.RootElement.EnumerateArray().Where(e => e.GetProperty("cat").GetString() == "Node" && e.GetProperty("name").GetString()!.EndsWith("_kernel_time"))
            .Select(e => (Op: e.GetProperty("args").GetProperty("op_name").GetString()!, Name: e.GetProperty("name").GetString()!, Dur: e.GetProperty("dur").GetDouble(), Shape: e.GetProperty("args").TryGetProperty("output_type_shape", out var sh) ? sh.ToString() : "")).ToArray();
        var total = nodes.Sum(n => n.Dur);
        foreach (var part in nodes.GroupBy(n => n.Name.StartsWith("encoder") || n.Name.StartsWith("quant_conv") || n.Name.Contains("eorder") && n.Shape.Contains("256") ? "encoder" : n.Name.StartsWith("quantize") ? "quantizer" : "transformer"))
            Console.WriteLine($"{part.Key} {part.Sum(n => n.Dur) / total:P1}");
        foreach (var op in nodes.GroupBy(n => n.Op).OrderByDescending(g => g.Sum(n => n.Dur)))
            Console.WriteLine($"  {op.Sum(n => n.Dur) / total,8:P1} {op.Key} x{op.Count()}");
        foreach (var n in nodes.GroupBy(n => n.Name).OrderByDescending(g => g.Sum(n => n.Dur)).Take(45))
            Console.WriteLine($"     {n.Sum(x => x.Dur) / total,8:P2} {n.First().Op} {n.Key} {n.First().Shape}");
    }
}
