using VarMem.Models.Membership;

namespace VarMem.Tests.Models.Membership;

/// <summary>
/// Every membership score of a crop of three tokens over four codes, worked out by hand. Logits are multiples of ln 2, written u here, so
/// that probabilities are powers of two.
/// </summary>
public class ScoresByHandTest
{
    static readonly double U = Math.Log(2);

    static readonly long[] Tokens = [0, 3, 2];

    // Given the label, every token's p is (1/2, 1/4, 1/8, 1/8) in some order:
    //   entropy       1/2·1 + 1/4·2 + 2·1/8·3 = 1.75u, so that μ = −1.75u
    //   Σ p (log p)²  1/2·1 + 1/4·4 + 2·1/8·9 = 3.75u²; σ² = (3.75 − 1.75²)u² = 0.6875u²
    //   log p(y)      −u, −3u, −3u; margins −1+2 = u, −3+1 = −2u, −2u; ranks 1, 3, 3 (1/8 ties, two are larger)
    static readonly double[][] Conditional = [[-1, -2, -3, -3], [-1, -2, -3, -3], [-2, -1, -3, -3]];

    // Guided, the first and last are of that kind again, the second uniform:
    //   log p(y)      −3u, −2u, −2u; μ −1.75u, −2u, −1.75u; σ² 0.6875u², 0, 0.6875u²
    //   margins       −3+1 = −2u, 0, −2+1 = −u; ranks 3, 1, 2
    static readonly double[][] Guided = [[-3, -1, -2, -3], [0, 0, 0, 0], [-1, -3, -2, -3]];

    static readonly Dictionary<string, double> Expected = new()
    {
        ["loss"] = 7 * U / 3, // (1 + 3 + 3)/3
        // "[0, 3, 2]": nothing repeats for three characters, so deflate writes 3 bits of header, 9 literals of 8 bits and 7 bits of end,
        // 82 bits in 11 bytes; zlib adds a header of 2 and a checksum of 4: 17.
        ["zlib"] = 7 * U / 3 / 17,
        ["hinge"] = U, // −(1 − 2 − 2)/3
        ["mink"] = 3 * U, // ⌊k·3⌋ is 0 or 1 for k up to 50 %: the one largest −log p
        ["minkpp"] = 1.25 * U / (Math.Sqrt(0.6875) * U + 1e-6), // the largest of −s, s = (−3 + 1.75)u/(σ + 1e-6)
        ["minkpp_var"] = 1.25 * U / (0.6875 * U * U + 1e-6),
        ["camia_below_mean"] = 2.0 / 3, // mean −7/3u: the second and third
        ["camia_below_running_mean"] = 2.0 / 3, // −3u < −2u, −3u < −7/3u
        ["camia_slope"] = -U, // Σ x (log p) / Σ x² with x = −1, 0, 1: (1 − 3)/2
        // Every quantile up to the median of −3u, −3u, −u is −3u, and all entropies are below 2: mean of the two tokens.
        ["surp"] = 3 * U,
        ["top_share"] = 1.0 / 3,
        ["rank_mean"] = 7.0 / 3,
        ["entropy_mean"] = 1.75 * U,

        // Given the null class the logits are those given the label less the guided ones: (2, −1, −1, 0), (−1, −2, −3, −3) and
        // (−1, 2, −1, 0) u, so that p(y) is 4/6, 1/8 and (1/2)/6.
        ["nll_unconditional"] = (Math.Log(6 / 4.0) + Math.Log(8) + Math.Log(12)) / 3, // ln 144 / 3
        ["icas"] = Math.Log(128 / 144.0) / 3, // 7u/3 = ln 128 / 3

        ["cfg_loss"] = 7 * U / 3, // (3 + 2 + 2)/3
        ["cfg_zlib"] = 7 * U / 3 / 17,
        ["cfg_hinge"] = U, // −(−2 + 0 − 1)/3
        ["cfg_mink"] = 3 * U,
        ["cfg_minkpp"] = 1.25 * U / (Math.Sqrt(0.6875) * U + 1e-6), // of −s: 1.25/0.829, 0, 0.25/0.829
        ["cfg_minkpp_var"] = 1.25 * U / (0.6875 * U * U + 1e-6),
        ["cfg_camia_below_mean"] = 1.0 / 3, // mean −7/3u: the first
        ["cfg_camia_below_running_mean"] = 0, // −2u is above −2.5u and −7/3u
        ["cfg_camia_slope"] = U / 2, // (3 − 2)/2
        ["cfg_top_share"] = 1.0 / 3,
        ["cfg_rank_mean"] = 2, // (3 + 1 + 2)/3
        ["cfg_entropy_mean"] = 5.5 * U / 3, // (1.75 + 2 + 1.75)/3
    };

    [Fact]
    public void Scores_EqualThoseWorkedOut()
    {
        var logits = Logits(Conditional);
        var ofNullClass = Logits(Conditional.Zip(Guided, (given, guided) => given.Zip(guided, (a, b) => a - b).ToArray()));
        var statistics = PredictionGraph.Statistics([logits, ofNullClass], 0, Tokens, Likelihood.WithNullClass);
        var found = new CropScores(3, Likelihood.WithNullClass).Of(new CropTokens(Tokens, statistics, hasLabel: true)).ToArray();

        var names = CropScores.NamesOf(Likelihood.WithNullClass);
        Assert.Equal(names.Count, found.Length);
        var compared = new HashSet<string>();
        foreach (var (name, value) in names.Zip(found))
        {
            if (name.StartsWith("cfg_surp", StringComparison.Ordinal))
            {
                // Sorted −3u, −2u, −2u: the 10…50 % quantiles are −2.8u, −2.6u, −2.4u, −2.2u and −2u. The first four leave −3u alone, the
                // median all three.
                Assert.Equal(name.EndsWith("_50", StringComparison.Ordinal) ? 7 * U / 3 : 3 * U, value, 1e-6);
                continue;
            }
            var kind = Expected.ContainsKey(name) ? name : name.Split("_1")[0].Split("_2")[0].Split("_3")[0].Split("_4")[0].Split("_5")[0].Split("_8")[0];
            Assert.True(Math.Abs(Expected[kind] - value) < 2e-6, $"{name} is {value}; expected {Expected[kind]}");
            compared.Add(kind);
        }
        Assert.Equal(Expected.Keys.Order(), compared.Order());
    }

    [Fact]
    public void Scores_OfTheLabelAlone_AreTheFirst()
    {
        var statistics = PredictionGraph.Statistics([Logits(Conditional)], 0, Tokens, Likelihood.Conditional);
        var scores = new CropScores(3, Likelihood.Conditional).Of(new CropTokens(Tokens, statistics, hasLabel: true)).ToArray();
        Assert.Equal(CropScores.NamesOf(Likelihood.WithNullClass).Take(scores.Length), CropScores.NamesOf(Likelihood.Conditional));
        Assert.Equal(44, scores.Length);
        Assert.DoesNotContain(scores, double.IsNaN);
    }

    /// <summary>A crop that went through the transformer as the null class has no guided scores, and an icas of zero.</summary>
    [Fact]
    public void Scores_WithoutALabel_HaveNoGuidedOnes()
    {
        var statistics = PredictionGraph.Statistics([Logits(Guided), Logits(Conditional)], 1, Tokens, Likelihood.WithNullClass);
        var scores = new CropScores(3, Likelihood.WithNullClass).Of(new CropTokens(Tokens, statistics, hasLabel: false)).ToArray();
        foreach (var (name, value) in CropScores.NamesOf(Likelihood.WithNullClass).Zip(scores))
            Assert.Equal(name.StartsWith("cfg_", StringComparison.Ordinal), double.IsNaN(value));
        Assert.Equal(0, scores[CropScores.NamesOf(Likelihood.WithNullClass).ToList().IndexOf("icas")]);
    }

    static float[][] Logits(IEnumerable<double[]> inU) => [.. inU.Select(row => row.Select(z => (float)(z * U)).ToArray())];
}
