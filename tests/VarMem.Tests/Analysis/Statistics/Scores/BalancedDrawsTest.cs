using VarMem.Analysis.Statistics.Scores;
using VarMem.Store.DuckDb;

namespace VarMem.Tests.Analysis.Statistics.Scores;

public sealed class BalancedDrawsTest : IDisposable
{
    const string Query = "SELECT score, n, draws, auroc_mean, auroc_sd, tpr_at_1_percent_mean, tpr_at_1_percent_sd FROM balanced_draws ORDER BY score";

    readonly ScoreTables _tables = new();

    public void Dispose() => _tables.Dispose();

    static (string, int, int, double, double, double, double) Row(DuckDbDataReader row) => (row.GetString(0), row.GetInt32(1), row.GetInt32(2),
        row.GetDouble(3), row.GetDouble(4), row.GetDouble(5), row.GetDouble(6));

    /// <summary>One image of each side is drawn: a coin for each of the four pairs, three of them in order.</summary>
    [Fact]
    public void Fill_TwoAgainstTwo_IsACoin()
    {
        var (_, n, draws, auroc, sd, tpr, _) = Assert.Single(
            _tables.Contrast("++--").Score("top_share", 3, 1, 2, 0).Fill(BalancedDraws.Fill, Query, Row));
        Assert.Equal((1, 250), (n, draws));
        Assert.Equal(0.75, auroc, 4 * Math.Sqrt(0.75 * 0.25 / 250));
        Assert.Equal(Math.Sqrt(auroc * (1 - auroc) * 250 / 249), sd, 1e-12);
        Assert.Equal(auroc, tpr, 1e-12); // of a single negative image none may be called
    }

    /// <summary>Whatever is drawn: all in order, by either orientation, and all the same.</summary>
    [Fact]
    public void Fill_PerfectAndConstantScores_AreCertain()
    {
        _tables.Contrast("+++++-----").Score("top_share", 9, 8, 7, 6, 5, 4, 3, 2, 1, 0).Score("loss", 0, 1, 2, 3, 4, 5, 6, 7, 8, 9)
            .Score("zlib", [.. Enumerable.Repeat(1.0, 10)]);
        Assert.Equal(
            [("loss", 2, 250, 1.0, 0.0, 1.0, 0.0), ("top_share", 2, 250, 1, 0, 1, 0), ("zlib", 2, 250, 0.5, 0, 0, 0)],
            _tables.Fill(BalancedDraws.Fill, Query, Row));
    }

    /// <summary>Two of the four positive images are drawn; the one that has the score is among them half of the time.</summary>
    [Fact]
    public void Fill_ImagesWithoutTheScore_DropOut()
    {
        var (_, _, draws, auroc, _, _, _) = Assert.Single(
            _tables.Contrast("++++----").Score("top_share", 1, double.NaN, double.NaN, double.NaN, 0, 0, 0, 0).Fill(BalancedDraws.Fill, Query, Row));
        Assert.InRange(draws, 125 - 32, 125 + 32);
        Assert.Equal(1, auroc);
    }

    [Fact]
    public void Fill_OneImageOfASide_HasNoHalf() =>
        Assert.Empty(_tables.Contrast("+----").Score("top_share", 1, 0, 0, 0, 0).Fill(BalancedDraws.Fill, Query, Row));
}
