using VarMem.Analysis.Statistics.Scores;

namespace VarMem.Tests.Analysis.Statistics.Scores;

public sealed class AurocDrawsTest : IDisposable
{
    readonly ScoreTables _tables = new();

    public void Dispose() => _tables.Dispose();

    /// <summary>
    /// Values 3, 1, 2 and none of two positive and two negative images: of the six ways to mark two, three mark the one without a value. AUROC
    /// of 3 is 1, of 1 is 0, of 2 is 1/2; of 3 and 1 1/2, of 3 and 2 1, of 1 and 2 0. So is it of loss the other way round.
    /// </summary>
    [Theory]
    [InlineData("top_share", 0.5)]
    [InlineData("loss", 0.5)]
    public void Fill_AnImageWithoutTheScore_KeepsItsPlaceInTheShuffle(string name, double observed)
    {
        var (mean, sd, p, low, high) = Assert.Single(_tables.Contrast("++--").Score(name, 3, 1, 2, double.NaN).Fill(AurocDraws.Fill,
            "SELECT permutation_mean, permutation_sd, p, auroc_low, auroc_high FROM auroc_draws",
            row => (row.GetDouble(0), row.GetDouble(1), row.GetDouble(2), row.GetDouble(3), row.GetDouble(4)), permutations: 9999));
        Assert.Equal(0.5, mean, 0.02);
        Assert.Equal(Math.Sqrt(4 * 0.25 / 6), sd, 0.02);
        Assert.Equal((1, 0, 1), (p, Math.Round(low, 1), Math.Round(high, 1)));
        Assert.InRange(observed, low, high);
    }

    /// <summary>Marks that cannot move leave a score what it is; where no image of a side has it, there is no row.</summary>
    [Fact]
    public void Fill_EachImageAClass_MovesNothing()
    {
        _tables.Contrast("+-+-", classes: 4).Score("top_share", 2, 1, 4, 3).Score("zlib", 1, double.NaN, 1, double.NaN);
        Assert.Equal([("top_share", 0.75, 0.0, 1.0)], _tables.Fill(AurocDraws.Fill,
            "SELECT score, permutation_mean, permutation_sd, p FROM auroc_draws",
            row => (row.GetString(0), row.GetDouble(1), row.GetDouble(2), row.GetDouble(3))));
    }

    /// <summary>A draw that leaves a score no image of a side counts as one half.</summary>
    [Fact]
    public void Fill_DrawsWithoutASide_AreOneHalf()
    {
        var mean = Assert.Single(_tables.Contrast("+-+-").Score("top_share", 2, 1, double.NaN, double.NaN).Fill(AurocDraws.Fill,
            "SELECT permutation_mean FROM auroc_draws", row => row.GetDouble(0)));
        Assert.Equal(0.5, mean, 0.05);
    }
}
