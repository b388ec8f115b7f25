using FsCheck;
using FsCheck.Fluent;
using VarMem.Analysis.Statistics.Scores;

namespace VarMem.Tests.Analysis.Statistics.Scores;

public class FallingScoreTest
{
    /// <summary>Values with ties, or all the same, of which images lack some; sides with images on neither.</summary>
    static readonly Arbitrary<(double Value, Side Side)[]> Images = (
        from count in Gen.Choose(1, 30)
        from largest in Gen.Elements(0, 3, 100)
        from images in (
            from value in Gen.Choose(-largest, largest)
            from isMissing in Gen.Elements(false, false, false, true)
            from side in Gen.Elements(Side.None, Side.Negative, Side.Positive)
            select (isMissing ? double.NaN : value, side)).ArrayOf(count)
        select images).ToArbitrary();

    [Fact]
    public void Separate_EqualsAllPairsAndThresholds() => Prop.ForAll(Images, images =>
    {
        var found = new FallingScore([.. images.Select(image => image.Value)], Enumerable.Range(0, images.Length))
            .Separate([.. images.Select(image => image.Side)]);
        double[] positives = [.. Values(Side.Positive)], negatives = [.. Values(Side.Negative)];
        Assert.Equal((positives.Length, negatives.Length), (found.Positives, found.Negatives));
        if (positives.Length == 0 || negatives.Length == 0)
        {
            Assert.False(found.HasBothSides);
            return;
        }
        Assert.Equal(positives.Average(p => negatives.Average(n => p > n ? 1 : p == n ? 0.5 : 0)), found.Auroc, 1e-12);
        var best = positives.Concat(negatives)
            .Where(threshold => negatives.Count(n => n >= threshold) <= 0.01 * negatives.Length)
            .Select(threshold => positives.Count(p => p >= threshold)).DefaultIfEmpty(0).Max();
        Assert.Equal(best / (double)positives.Length, found.TprAt1Percent);

        IEnumerable<double> Values(Side side) => images.Where(image => image.Side == side && !double.IsNaN(image.Value)).Select(image => image.Value);
    }).QuickCheckThrowOnFailure();

    /// <summary>One of a hundred is within 1 %, one of ninety-nine is not.</summary>
    [Theory]
    [InlineData(100, 1)]
    [InlineData(99, 0)]
    public void Separate_RateOfExactlyTheLimit_IsWithin(int negatives, int found)
    {
        double[] values = [1, 2, .. Enumerable.Repeat(0.0, negatives - 1)];
        Side[] sides = [Side.Positive, .. Enumerable.Repeat(Side.Negative, negatives)];
        Assert.Equal(found, new FallingScore(values, Enumerable.Range(0, values.Length)).Separate(sides).Found);
    }
}
