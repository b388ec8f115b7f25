using VarMem.Models.Onnx;
using VarMem.Models.Scoring;

namespace VarMem.Benchmarks;

/// <summary>Rates of a model's passes and of plain matrix products, taken in turns; one value a round.</summary>
sealed class ScoringRates
{
    /// <summary>FLOP/s of the products of the transformer's shapes, in as many threads as there are passes.</summary>
    public List<double> Products { get; } = [];

    /// <summary>Crops a second, all hooks.</summary>
    public List<double> Crops { get; } = [];

    /// <summary>Crops a second of the tokenizer's encoder alone.</summary>
    public List<double> EncoderCrops { get; } = [];

    /// <param name="model">The model.</param>
    /// <param name="scoring">A session of all hooks.</param>
    /// <param name="rounds">How often.</param>
    public static ScoringRates Measure(BenchmarkedModel model, ScoringSession scoring, int rounds)
    {
        using var tokenizer = new ScoringSession(
            model.Folder.Graph, HookPattern.Select(model.Folder.Hooks, ["quant_conv"]), new ScoringOptions { Batch = model.Batch });
        var gemms = Enumerable.Range(0, scoring.Passes).Select(_ => new MatMulSession(model.Transformer, model.Batch)).ToArray();
        Action[] products = [.. gemms.Select(gemm => (Action)gemm.Run)];
        var rates = new ScoringRates();
        for (var round = 0; round < rounds; round++)
        {
            var before = gemms[0].Flop * Turns.Rate(products);
            rates.Crops.Add(model.Batch * Turns.PassRate(scoring));
            rates.EncoderCrops.Add(model.Batch * Turns.PassRate(tokenizer));
            rates.Products.Add((before + gemms[0].Flop * Turns.Rate(products)) / 2);
        }
        foreach (var gemm in gemms) gemm.Dispose();
        return rates;
    }
}
