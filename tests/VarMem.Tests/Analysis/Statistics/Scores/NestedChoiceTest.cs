using VarMem.Analysis.Statistics.Scores;

namespace VarMem.Tests.Analysis.Statistics.Scores;

public sealed class NestedChoiceTest : IDisposable
{
    readonly ScoreTables _tables = new();

    public void Dispose() => _tables.Dispose();

    static readonly Contrast Contrast = new(
        "canary_val", [.. Enumerable.Range(0, 60)], [.. Enumerable.Range(0, 60).Select(i => i % 3 == 0 ? Side.Positive : Side.Negative)]);

    static readonly int[] Classes = [.. Enumerable.Range(0, 60).Select(i => i % 7)];

    [Theory]
    [InlineData("mink_10", "mink", true)]
    [InlineData("minkpp_10", "mink", false)]
    [InlineData("minkpp_var_10", "minkpp", false)]
    [InlineData("minkpp_var_10", "minkpp_var", true)]
    [InlineData("surp_2_10", "surp", true)]
    [InlineData("cfg_surp_2_10", "surp", false)]
    [InlineData("cfg_surp_2_10", "cfg_surp", true)]
    [InlineData("mink", "mink", false)]
    public void IsMember_IsTheNameAndNumbers(string score, string family, bool expected) => Assert.Equal(expected, NestedChoice.IsMember(score, family));

    [Fact]
    public void Deal_EachSideToFivesOfOneSize()
    {
        var fold = NestedChoice.Deal(Contrast, Classes, 0);
        Assert.Equal([4, 4, 4, 4, 4], Sizes(Side.Positive));
        Assert.Equal([8, 8, 8, 8, 8], Sizes(Side.Negative));
        Assert.All(
            Contrast.Rows.GroupBy(row => (Classes[row], Contrast.Sides[row])),
            stratum => Assert.True(stratum.CountBy(row => fold[row]).Max(x => x.Value) <= (stratum.Count() + 4) / 5));
        Assert.Equal(fold, NestedChoice.Deal(Contrast, Classes, 0));
        Assert.NotEqual(fold, NestedChoice.Deal(Contrast, Classes, 1));

        IEnumerable<int> Sizes(Side side) => Contrast.Rows.Where(row => Contrast.Sides[row] == side).CountBy(row => fold[row]).OrderBy(x => x.Key).Select(x => x.Value);
    }

    /// <summary>
    /// One member is perfect on the fold evaluated and wrong on all others, one the other way round: whoever looked at the fold would take
    /// the first.
    /// </summary>
    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void Choose_NeverSeesTheImagesEvaluated(int own)
    {
        var fold = NestedChoice.Deal(Contrast, Classes, 0);
        var chosen = NestedChoice.Choose([Planted("mink_10", isRight: row => fold[row] == own), Planted("mink_20", isRight: row => fold[row] != own)], Contrast, fold)
            .Single(one => one.Number == own);
        Assert.Equal(("mink_20", 1.0, 0.0, 0.0), (chosen.Chosen.Name, chosen.Others.Auroc, chosen.Own.Auroc, chosen.Own.TprAt1Percent));

        Score Planted(string name, Func<int, bool> isRight) =>
            new("likelihood", name, [.. Contrast.Sides.Select((side, row) => isRight(row) == (side == Side.Positive) ? 1.0 : 0)]);
    }

    /// <summary>Scores of another scale in every fold: pooled values would be told apart by the fold.</summary>
    [Fact]
    public void Fill_ComparesWithinFoldsAlone()
    {
        Sides("+-", 60);
        _tables.Score("mink_10", [.. Enumerable.Range(0, 60).Select(i => i % 2 == 0 ? 0.0 : 1)]);
        _tables.Score("mink_20", [.. Enumerable.Range(0, 60).Select(i => i % 2 == 0 ? 1000.0 : 1001)]);
        var (chosen, folds, auroc, low, high, tpr) = Assert.Single(_tables.Fill(NestedChoice.Fill,
            "SELECT chosen, folds, auroc, auroc_low, auroc_high, tpr_at_1_percent FROM nested_choice WHERE family = 'mink'",
            row => (row.GetString(0), row.GetInt32(1), row.GetDouble(2), row.GetDouble(3), row.GetDouble(4), row.GetDouble(5))));
        Assert.Equal(("mink_10", 5, 1.0, 1.0, 1.0), (chosen, folds, auroc, high, tpr)); // the first of two as good
        Assert.InRange(low, 0.8, 0.99);
    }

    /// <summary>Noise: whatever is chosen, the fold's own images do not know of it. The sums are those of the folds.</summary>
    [Fact]
    public void Fill_ChoiceIsTheSumOfItsFolds()
    {
        Sides("+--", 90);
        for (var k = 10; k <= 50; k += 10)
            _tables.Score($"cfg_mink_{k}", [.. Enumerable.Range(0, 90).Select(i => (double)(i * 7919 * k % 97))]);
        var rows = _tables.Fill(NestedChoice.Fill,
            """
            SELECT auroc, sum_auroc, tpr_at_1_percent, tpr, positives, negatives
            FROM nested_choice
            JOIN (
                SELECT
                    contrast, family, sum(auroc * positives * negatives) / sum(positives * negatives) AS sum_auroc,
                    sum(true_positives) / sum(positives) AS tpr
                FROM nested_fold
                GROUP BY ALL) USING (contrast, family)
            """,
            row => (row.GetDouble(0), row.GetDouble(1), row.GetDouble(2), row.GetDouble(3), row.GetInt64(4), row.GetInt64(5)));
        var (auroc, expected, tpr, expectedTpr, positives, negatives) = Assert.Single(rows);
        Assert.Equal(expected, auroc, 1e-12);
        Assert.Equal(expectedTpr, tpr, 1e-12);
        Assert.Equal((30, 60), (positives, negatives));
    }

    /// <summary>An image that lacks a member takes it out of the choice; a side of one image leaves no other fold to choose on.</summary>
    [Fact]
    public void Fill_IncompleteMembersAndLoneImages_AreLeftOut()
    {
        Sides("+-", 20);
        _tables.Score("surp_2_10", [double.NaN, .. Enumerable.Repeat(1.0, 19)]).Score("surp_4_10", [.. Enumerable.Range(0, 20).Select(i => (double)i)]);
        Assert.Equal(["surp_4_10"], _tables.Fill(NestedChoice.Fill, "SELECT chosen FROM nested_choice", row => row.GetString(0)));
        using var lone = new ScoreTables();
        lone.Contrast("+---").Score("mink_10", 1, 0, 0, 0);
        Assert.Empty(lone.Fill(NestedChoice.Fill, "FROM nested_fold", row => row.GetString(0)));
        Assert.Empty(lone.Fill(_ => { }, "FROM nested_choice", row => row.GetString(0)));
    }

    void Sides(string pattern, int images) => _tables.Contrast(string.Concat(Enumerable.Repeat(pattern, images / pattern.Length)), classes: 5);
}
