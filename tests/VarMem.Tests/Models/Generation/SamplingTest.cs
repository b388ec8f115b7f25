using VarMem.Models.Generation;

namespace VarMem.Tests.Models.Generation;

/// <summary>The choice of one token, by hand: probabilities 0.1, 0.4, 0.2, 0.3.</summary>
public class SamplingTest
{
    static readonly float[] Logits = [.. new[] { 0.1, 0.4, 0.2, 0.3 }.Select(p => (float)(Math.Log(p) + 3))];

    [Theory]
    [InlineData(0, 1, 0.1, 0.4, 0.2, 0.3)]
    [InlineData(3, 1, 0, 4 / 9.0, 2 / 9.0, 3 / 9.0)]
    [InlineData(1, 1, 0, 1, 0, 0)]
    [InlineData(9, 1, 0.1, 0.4, 0.2, 0.3)]
    [InlineData(0, 0.85, 0, 4 / 9.0, 2 / 9.0, 3 / 9.0)] // a tail of 0.1 is at most 0.15
    [InlineData(0, 0.65, 0, 4 / 7.0, 0, 3 / 7.0)] // 0.1 + 0.2 is at most 0.35
    [InlineData(0, 0, 0, 1, 0, 0)]
    [InlineData(3, 0.75, 0, 4 / 7.0, 0, 3 / 7.0)] // of what top-k left, 2/9 is at most 0.25
    public void Choose_EachAsOftenAsItIsLikely(int topK, double topP, double a, double b, double c, double d)
    {
        const int Draws = 10_000;
        double[] expected = [a, b, c, d];
        var sampling = new Sampling { TopK = topK, TopP = topP };
        var counts = new int[4];
        for (var i = 0; i < Draws; i++) counts[sampling.Choose(Logits, (i + 0.5) / Draws)]++;
        for (var v = 0; v < 4; v++) Assert.Equal(expected[v], counts[v] / (double)Draws, 1.5 / Draws);
    }

    [Fact]
    public void Choose_KthLargestTwice_KeepsBoth()
    {
        var chosen = Enumerable.Range(0, 100).Select(i => new Sampling { TopK = 2 }.Choose([1, 2, 3, 2], i / 100.0)).Distinct().Order();
        Assert.Equal([1, 2, 3], chosen);
    }

    [Fact]
    public void Choose_Greedy_FirstOfTies() => Assert.Equal(1, new Sampling { Greedy = true }.Choose([1, 3, 3, 2], 0.99));

    [Fact]
    public void Guidance_GrowsWithTheScale()
    {
        var sampling = new Sampling { Cfg = 2 };
        Assert.Equal([0, 0.5, 1, 1.5, 2], Enumerable.Range(0, 5).Select(s => sampling.Guidance(s, 5)));
        float[] logits = [1, -2];
        Sampling.Guide(logits, [0.5f, 1], 1.5);
        Assert.Equal([2.5f * 1 - 1.5f * 0.5f, 2.5f * -2 - 1.5f], logits);
    }
}
