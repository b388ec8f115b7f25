using System.IO.Compression;
using System.Text;

namespace VarMem.Tests.Models.Membership;

/// <summary>The membership scores of a crop by their definitions, one after the other, from its tokens' statistics.</summary>
static class NaiveScores
{
    /// <param name="tokens">(L)</param>
    /// <param name="rows">log p(y), μ, σ², margin, rank (5, L).</param>
    public static Dictionary<string, double> Of(long[] tokens, double[][] rows)
    {
        var (logP, mu, variance, margin, rank) = (rows[0], rows[1], rows[2], rows[3], rows[4]);
        var length = tokens.Length;
        var scores = new Dictionary<string, double>
        {
            ["loss"] = -logP.Average(),
            ["zlib"] = -logP.Average() / Compressed(tokens),
            ["hinge"] = -margin.Average(),
            ["camia_below_mean"] = logP.Count(value => value < logP.Sum() / length) / (double)length,
            ["camia_below_running_mean"] = logP.Where((value, t) => value < logP.Take(t + 1).Sum() / (t + 1)).Count() / (double)length,
            ["camia_slope"] = Slope(logP),
            ["top_share"] = rank.Count(value => value == 1) / (double)length,
            ["rank_mean"] = rank.Average(),
            ["entropy_mean"] = -mu.Average(),
        };
        foreach (var k in (int[])[10, 20, 30, 40, 50])
        {
            scores[$"mink_{k}"] = Largest([.. logP.Select(value => -value)], k);
            scores[$"minkpp_{k}"] = Largest([.. logP.Select((value, t) => -(value - mu[t]) / (Math.Sqrt(variance[t]) + 1e-6))], k);
            scores[$"minkpp_var_{k}"] = Largest([.. logP.Select((value, t) => -(value - mu[t]) / (variance[t] + 1e-6))], k);
            foreach (var entropy in (int[])[2, 4, 8, 16])
            {
                var bound = Quantile(logP, k);
                var surprising = Enumerable.Range(0, length).Where(t => -mu[t] < entropy && logP[t] <= bound).ToArray();
                scores[$"surp_{entropy}_{k}"] = surprising.Length == 0 ? double.NaN : surprising.Average(t => -logP[t]);
            }
        }
        return scores;
    }

    static double Largest(double[] values, int percent)
    {
        var count = (int)Math.Floor(percent * values.Length / 100m);
        return values.OrderDescending().Take(count == 0 ? 1 : count).Average();
    }

    /// <summary>numpy.percentile's default.</summary>
    static double Quantile(double[] values, int percent)
    {
        var (sorted, place) = (values.Order().ToArray(), (values.Length - 1) * percent / 100.0);
        var (low, high) = (sorted[(int)Math.Floor(place)], sorted[(int)Math.Ceiling(place)]);
        return low + (high - low) * (place - Math.Floor(place));
    }

    /// <summary>(n Σ x y − Σ x Σ y)/(n Σ x² − (Σ x)²).</summary>
    static double Slope(double[] y)
    {
        var (n, x) = (y.Length, Enumerable.Range(0, y.Length).Select(t => (double)t).ToArray());
        return (n * x.Zip(y, (a, b) => a * b).Sum() - x.Sum() * y.Sum()) / (n * x.Sum(a => a * a) - x.Sum() * x.Sum());
    }

    static long Compressed(long[] tokens)
    {
        using var stream = new MemoryStream();
        using (var zlib = new ZLibStream(stream, new ZLibCompressionOptions { CompressionLevel = 6 }, leaveOpen: true))
            zlib.Write(Encoding.ASCII.GetBytes($"[{string.Join(", ", tokens)}]"));
        return stream.Length;
    }
}
