using System.Diagnostics;
using VarMem.Models.Onnx;
using VarMem.Models.Scoring;

namespace VarMem.Benchmarks;

/// <summary>Scoring's rate in FLOP/s as a share of what plain matrix products reach through the same runtime.</summary>
static class ScoringBenchmark
{
    public static int Run(string[] args)
    {
        var model = BenchmarkedModel.Of(args);
        var (encoder, quantizer, transformer) = model.Flop;
        var flop = encoder + quantizer + transformer;
        var options = new ScoringOptions { Batch = model.Batch };

        var clock = Stopwatch.StartNew();
        using var scoring = new ScoringSession(model.Folder.Graph, model.Hooks, options);
        Console.WriteLine($"{model.Name}: session in {clock.Elapsed.TotalSeconds:0.0} s");
        var rounds = flop > 1e11 ? 5 : 15;
        Turns.PassRate(scoring);
        Console.WriteLine($"peak memory {PeakBytes() / 1e9:0.00} GB, {scoring.Passes} passes at a time of {model.Batch} crops");

        using var tokenizer = new ScoringSession(model.Folder.Graph, HookPattern.Select(model.Folder.Hooks, ["quant_conv"]), options);
        var gemms = Enumerable.Range(0, scoring.Passes).Select(_ => new MatMulSession(model.Transformer, model.Batch)).ToArray();
        Action[] products = [.. gemms.Select(gemm => (Action)gemm.Run)];
        var (rates, ratios, shares, peaks) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < rounds; round++)
        {
            var before = gemms[0].Flop * Turns.Rate(products);
            var crops = model.Batch * Turns.PassRate(scoring);
            var encoded = model.Batch * Turns.PassRate(tokenizer);
            var peak = (before + gemms[0].Flop * Turns.Rate(products)) / 2;
            peaks.Add(peak);
            rates.Add(crops);
            ratios.Add(flop * crops / peak);
            shares.Add(crops / encoded);
        }
        foreach (var gemm in gemms) gemm.Dispose();
        Console.WriteLine($"median of {rounds} rounds (quartiles):");
        Console.WriteLine($"  a crop                {flop / 1e9:0.0##} GFLOP: encoder {encoder / 1e9:0.0##}, quantizer {quantizer / 1e9:0.0##}, transformer {transformer / 1e9:0.0##}");
        Console.WriteLine($"  plain matrix products {Turns.Summary(peaks, "0", 1e9)} GFLOP/s");
        Console.WriteLine($"  scoring               {Turns.Summary(rates, "0.00")} crops/s");
        Console.WriteLine($"  of the products' rate {Turns.Summary(ratios, "0", 0.01)} %");
        Console.WriteLine($"  the encoder alone     {Turns.Summary(shares, "0", 0.01)} % of the time");
        return 0;
    }

    static long PeakBytes()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64;
    }
}
