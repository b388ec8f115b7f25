using System.Diagnostics;
using VarMem.Models.Onnx;
using VarMem.Models.Scoring;

namespace VarMem.Benchmarks;

/// <summary>Scoring's rate in FLOP/s as a share of what plain matrix products reach, taken in turns so that the machine's moods meet both.</summary>
static class ScoringBenchmark
{
    const int Rounds = 3;
    static readonly TimeSpan Turn = TimeSpan.FromSeconds(4);

    public static int Run(string[] args)
    {
        var batch = args is [var text, ..] ? int.Parse(text) : new ScoringOptions().Batch;
        var model0 = args is [_, var folder, ..] ? VarMem.Models.Var.ModelFolder.Open(folder) : null;
        var threads = Environment.ProcessorCount;
        var model = model0 ?? Emoji.Model();
        var (t, v) = (model.Description.Transformer!.Architecture, model.Description.Tokenizer.Architecture);
        var (encoder, quantizer, transformer) = (Flops.Encoder(v, model.Description.ImageSize), Flops.Quantizer(t), Flops.Transformer(t));
        var flop = encoder + quantizer + transformer;

        var options = new ScoringOptions { Batch = batch, Threads = threads };
        using var scoring = new ScoringSession(model.Graph, HookPattern.Select(model.Hooks, [HookPattern.Default]), options);
        using var tokenizer = new ScoringSession(model.Graph, HookPattern.Select(model.Hooks, ["quant_conv"]), options);
        using var gemm = new MatMulSession(t, batch, threads);

        var (rates, ratios, shares, peaks) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            var before = gemm.Flop * Rate([gemm.Run]);
            var crops = batch * PassRate(scoring);
            var encoded = batch * PassRate(tokenizer);
            var peak = (before + gemm.Flop * Rate([gemm.Run])) / 2;
            peaks.Add(peak);
            rates.Add(crops);
            ratios.Add(flop * crops / peak);
            shares.Add(crops / encoded);
        }

        Console.WriteLine($"emoji model, batch {batch}, {threads} threads, median of {Rounds} rounds (quartiles)");
        Console.WriteLine($"  a crop                {flop / 1e6:0} MFLOP: encoder {encoder / 1e6:0}, quantizer {quantizer / 1e6:0}, transformer {transformer / 1e6:0}");
        Console.WriteLine($"  plain matrix products {Middle(peaks, 1e9):0} GFLOP/s ({Low(peaks, 1e9):0} to {High(peaks, 1e9):0})");
        Console.WriteLine($"  scoring               {Middle(rates):0} crops/s ({Low(rates):0} to {High(rates):0}), {Middle(rates) * flop / 1e9:0} GFLOP/s");
        Console.WriteLine($"  of the products' rate {Middle(ratios, 0.01):0} % ({Low(ratios, 0.01):0} to {High(ratios, 0.01):0})");
        Console.WriteLine($"  the encoder alone     {Middle(shares, 0.01):0} % of the time");
        return 0;
    }

    /// <summary>Passes a second, as many side by side as the session allows.</summary>
    static double PassRate(ScoringSession session)
    {
        var random = new Random(1);
        var passes = Enumerable.Range(0, session.Passes).Select(_ => session.NewPass()).ToArray();
        foreach (var pass in passes)
            foreach (ref var pixel in pass.Pixels) pixel = random.NextSingle() * 2 - 1;
        var rate = Rate([.. passes.Select(pass => (Action)pass.Run)]);
        foreach (var pass in passes) pass.Dispose();
        return rate;
    }

    /// <summary>Calls a second, each action over and over on a thread of its own for a turn.</summary>
    static double Rate(Action[] actions)
    {
        var calls = 0;
        foreach (var action in actions) action();
        var clock = Stopwatch.StartNew();
        var threads = actions.Select(action => new Thread(() =>
        {
            for (; clock.Elapsed < Turn; Interlocked.Increment(ref calls)) action();
        })).ToArray();
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) thread.Join();
        return calls / clock.Elapsed.TotalSeconds;
    }

    static double Middle(List<double> values, double unit = 1) => Quantile(values, 0.5) / unit;

    static double Low(List<double> values, double unit = 1) => Quantile(values, 0.25) / unit;

    static double High(List<double> values, double unit = 1) => Quantile(values, 0.75) / unit;

    static double Quantile(List<double> values, double q) => values.Order().ElementAt((int)Math.Round(q * (values.Count - 1)));
}
