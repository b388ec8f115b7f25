using VarMem.Models.Scoring;

namespace VarMem.Benchmarks.Scale;

/// <summary>Passes of VAR-d16's shapes (random values) and plain products of them, in turns, and plain copies of memory.</summary>
static class NetworkPart
{
    const int Rounds = 3;

    public static void Measure(Results results)
    {
        results["copy_bytes_per_second"] = CopyRate();
        var published = new PublishedModel(16);
        published.RequireCheckpoints();
        if (!Directory.Exists(published.Model)) published.Build();
        var model = BenchmarkedModel.Of([published.Model]);
        using var scoring = new ScoringSession(model.Folder.Graph, model.Hooks, new ScoringOptions { Batch = model.Batch });
        Turns.PassRate(scoring);
        var rates = ScoringRates.Measure(model, scoring, Rounds);
        var (encoder, quantizer, transformer) = model.Flop;
        results["gemm_gflops"] = Median(rates.Products) / 1e9;
        results["scoring_crops_per_second"] = Median(rates.Crops);
        results["encoder_crops_per_second"] = Median(rates.EncoderCrops);
        results["scoring_gflops"] = Median(rates.Crops.Select(crops => crops * (encoder + quantizer + transformer) / 1e9));
        results["encoder_gflops"] = Median(rates.EncoderCrops.Select(crops => crops * encoder / 1e9));
        results["transformer_gflops"] = Median(rates.Crops.Zip(rates.EncoderCrops, (whole, alone) => (quantizer + transformer) / 1e9 / (1 / whole - 1 / alone)));
        results["scoring_of_gemm"] = Median(rates.Crops.Zip(rates.Products, (crops, peak) => crops * (encoder + quantizer + transformer) / peak));
    }

    static double Median(IEnumerable<double> values) => values.Order().ElementAt(values.Count() / 2);

    /// <summary>Bytes copied a second, of 256 MiB that have been touched before.</summary>
    static double CopyRate()
    {
        var (from, to) = (new byte[1 << 28], new byte[1 << 28]);
        Array.Fill(from, (byte)1);
        Array.Copy(from, to, from.Length);
        return from.Length * Turns.Rate([() => Array.Copy(from, to, from.Length)]);
    }
}
