using System.Diagnostics;
using VarMem.Models.Onnx;
using VarMem.Models.Scoring;

namespace VarMem.Benchmarks;

/// <summary>Scoring's rate in FLOP/s as a share of what plain matrix products reach, taken in turns so that the machine's moods meet both.</summary>
static class ScoringBenchmark
{
    const int Rounds = 15;
    static readonly TimeSpan Turn = TimeSpan.FromSeconds(0.7);

    public static int Run(string[] args)
    {
        var batch = args is [var text, ..] ? int.Parse(text) : 16;
        var threads = Environment.ProcessorCount;
        var model = Emoji.Model();
        var (t, v) = (model.Description.Transformer.Architecture, model.Description.Tokenizer.Architecture);
        var (encoder, quantizer, transformer) = (Flops.Encoder(v, model.Description.ImageSize), Flops.Quantizer(t), Flops.Transformer(t));
        var flop = encoder + quantizer + transformer;

        using var scoring = new ScoringSession(model, HookPattern.Select(model.Hooks, [HookPattern.Default]), new ScoringOptions { Batch = batch, Threads = threads });
        using var tokenizer = new ScoringSession(model, HookPattern.Select(model.Hooks, ["quant_conv"]), new ScoringOptions { Batch = batch, Threads = threads });
        using var gemm = new MatMulSession(t, batch, threads);
        var random = new Random(1);
        foreach (var session in (ScoringSession[])[scoring, tokenizer])
            foreach (ref var pixel in session.Pixels) pixel = random.NextSingle() * 2 - 1;

        var (rates, ratios, shares, peaks) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            var peak = gemm.Flop / Seconds(gemm.Run);
            var pass = Seconds(scoring.Run) / batch;
            var encode = Seconds(tokenizer.Run) / batch;
            peak = (peak + gemm.Flop / Seconds(gemm.Run)) / 2;
            peaks.Add(peak);
            rates.Add(1 / pass);
            ratios.Add(flop / pass / peak);
            shares.Add(encode / pass);
        }

        Console.WriteLine($"emoji model, batch {batch}, {threads} threads, median of {Rounds} rounds (quartiles)");
        Console.WriteLine($"  a crop                {flop / 1e6:0} MFLOP: encoder {encoder / 1e6:0}, quantizer {quantizer / 1e6:0}, transformer {transformer / 1e6:0}");
        Console.WriteLine($"  plain matrix products {Middle(peaks, 1e9):0} GFLOP/s ({Low(peaks, 1e9):0} to {High(peaks, 1e9):0})");
        Console.WriteLine($"  scoring               {Middle(rates):0} crops/s ({Low(rates):0} to {High(rates):0}), {Middle(rates) * flop / 1e9:0} GFLOP/s");
        Console.WriteLine($"  of the products' rate {Middle(ratios, 0.01):0} % ({Low(ratios, 0.01):0} to {High(ratios, 0.01):0})");
        Console.WriteLine($"  the encoder alone     {Middle(shares, 0.01):0} % of the time");
        return 0;
    }

    /// <summary>Seconds a call, over calls that fill a turn.</summary>
    static double Seconds(Action call)
    {
        call();
        var clock = Stopwatch.StartNew();
        var calls = 0;
        for (; clock.Elapsed < Turn; calls++) call();
        return clock.Elapsed.TotalSeconds / calls;
    }

    static double Middle(List<double> values, double unit = 1) => Quantile(values, 0.5) / unit;

    static double Low(List<double> values, double unit = 1) => Quantile(values, 0.25) / unit;

    static double High(List<double> values, double unit = 1) => Quantile(values, 0.75) / unit;

    static double Quantile(List<double> values, double q) => values.Order().ElementAt((int)Math.Round(q * (values.Count - 1)));
}
