using System.Diagnostics;
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

        var clock = Stopwatch.StartNew();
        using var scoring = new ScoringSession(model.Folder.Graph, model.Hooks, new ScoringOptions { Batch = model.Batch });
        Console.WriteLine($"{model.Name}: session in {clock.Elapsed.TotalSeconds:0.0} s");
        Turns.PassRate(scoring);
        Console.WriteLine($"peak memory {PeakBytes() / 1e9:0.00} GB, {scoring.Passes} passes at a time of {model.Batch} crops");

        var rounds = flop > 1e11 ? 5 : 15;
        var rates = ScoringRates.Measure(model, scoring, rounds);
        List<double> ratios = [.. rates.Crops.Zip(rates.Products, (crops, peak) => flop * crops / peak)];
        List<double> shares = [.. rates.Crops.Zip(rates.EncoderCrops, (crops, encoded) => crops / encoded)];
        Console.WriteLine($"median of {rounds} rounds (quartiles):");
        Console.WriteLine($"  a crop                {flop / 1e9:0.0##} GFLOP: encoder {encoder / 1e9:0.0##}, quantizer {quantizer / 1e9:0.0##}, transformer {transformer / 1e9:0.0##}");
        Console.WriteLine($"  plain matrix products {Turns.Summary(rates.Products, "0", 1e9)} GFLOP/s");
        Console.WriteLine($"  scoring               {Turns.Summary(rates.Crops, "0.00")} crops/s");
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
