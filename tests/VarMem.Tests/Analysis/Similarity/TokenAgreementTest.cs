using VarMem.Analysis.Similarity;

namespace VarMem.Tests.Analysis.Similarity;

public class TokenAgreementTest
{
    static readonly int[] Sides = [1, 2, 3];

    static readonly long[] Expected = [.. Enumerable.Range(0, 14)];

    [Theory]
    [InlineData(0, new[] { 0, 1, 2 }, new[] { 0.0, 0.75, 1.0 / 3 }, 6.0 / 14)]
    [InlineData(1, new[] { 1, 2 }, new[] { 0.75, 1.0 / 3 }, 6.0 / 13)]
    [InlineData(2, new[] { 2 }, new[] { 1.0 / 3 }, 3.0 / 9)]
    public void Of_Given_CountsTheOthers(int given, int[] scales, double[] shares, double overall)
    {
        long[] tokens = [99, 1, 2, 3, 99, 5, 6, 7, 99, 99, 99, 99, 99, 99];
        var (found, all) = TokenAgreement.Of(tokens, Expected, Sides, given);
        Assert.Equal(scales.Zip(shares), found);
        Assert.Equal(overall, all);
    }

    [Fact]
    public void Of_AllGiven_IsNone()
    {
        var (scales, overall) = TokenAgreement.Of(Expected, Expected, Sides, 3);
        Assert.Empty(scales);
        Assert.Null(overall);
    }
}
