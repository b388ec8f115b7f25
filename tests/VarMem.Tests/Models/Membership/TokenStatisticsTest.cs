using FsCheck;
using FsCheck.Fluent;
using VarMem.Models.Membership;

namespace VarMem.Tests.Models.Membership;

/// <summary>The graph's statistics of tokens against their definition.</summary>
public class TokenStatisticsTest
{
    const int Tokens = 4, Codes = 6;

    /// <summary>Logits in halves, so that many are equal and exact: margins and ranks are to the bit.</summary>
    [Fact]
    public void Statistics_OfAnyLogits_EqualTheDefinition() => Prop.ForAll(
        Gen.Choose(-9, 9).ListOf(2 * Tokens * Codes).Zip(Gen.Choose(0, Codes - 1).ListOf(Tokens)).ToArbitrary(),
        drawn =>
        {
            var logits = drawn.Item1.Select(half => half / 2f).Chunk(Codes).Chunk(Tokens).ToArray(); // given the label, and the null class
            long[] tokens = [.. drawn.Item2.Select(token => (long)token)];
            var wide = logits.Select(rows => rows.Select(row => row.Select(z => (double)z).ToArray()).ToArray()).ToArray();
            RequireClose(NaiveStatistics.Rows(wide[0], null, tokens), PredictionGraph.Statistics(logits, 0, tokens, Likelihood.Conditional));
            RequireClose(NaiveStatistics.Rows(wide[0], wide[1], tokens), PredictionGraph.Statistics(logits, 0, tokens, Likelihood.WithNullClass));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(30));

    [Fact]
    public void Rank_OfTies_IsThatOfTheFirst()
    {
        float[][] logits = [[2, 2, 1, 1, 0, 0], [2, 2, 1, 1, 0, 0], [2, 2, 1, 1, 0, 0], [7, 7, 7, 7, 7, 7]];
        var found = PredictionGraph.Statistics([logits], 0, [1, 2, 5, 3], Likelihood.Conditional);
        Assert.Equal([0f, -1f, -2f, 0f], found[(3 * Tokens)..(4 * Tokens)]); // a tie with the largest other has no margin
        Assert.Equal([1f, 3f, 5f, 1f], found[(4 * Tokens)..]);
    }

    /// <summary>Where the label is the null class, nothing is guided: logits of zero, all codes alike.</summary>
    [Fact]
    public void Guided_ByTheNullClass_IsUniform()
    {
        float[][][] logits = [[[1, 0, 0, 0, 0, 0]], [[0.3f, 1.7f, -2.1f, 0.9f, 4.4f, -0.6f]]];
        var found = PredictionGraph.Statistics(logits, 1, [4], Likelihood.WithNullClass);
        Assert.Equal(found[0], found[5]);
        Assert.Equal(-Math.Log(Codes), found[6], 1e-6);
        Assert.Equal([0f, 1f], found[9..]);
    }

    /// <summary>Far apart logits neither overflow nor leave p log p undefined.</summary>
    [Fact]
    public void Statistics_OfLogitsFarApart_AreFinite()
    {
        var found = PredictionGraph.Statistics([[[1000, -1000, 0, 0, 0, 0]]], 0, [1], Likelihood.Conditional);
        Assert.Equal([-2000f, 0f, 0f, -2000f, 6f], found);
    }

    static void RequireClose(double[][] expected, float[] found)
    {
        Assert.Equal(expected.Length * Tokens, found.Length);
        for (var i = 0; i < found.Length; i++)
        {
            var value = expected[i / Tokens][i % Tokens];
            if (i / Tokens is 3 or 4 or 9 or 10) Assert.Equal(value, found[i]); // margin and rank
            else Assert.Equal(value, found[i], 2e-5 * Math.Abs(value) + 2e-6);
        }
    }
}
