using VarMem.Analysis;
using VarMem.Store.DuckDb;

namespace VarMem.Tests.Analysis.Statistics;

/// <summary>auroc_draws and image_correlation_draws.</summary>
public sealed class ScoreDrawsTest : IDisposable
{
    readonly MadeUpActivations _data = new();

    DuckDbConnection Connection => _data.Connection;

    public ScoreDrawsTest() => Analyzer.Run(Connection, new() { Permutations = 4999 });

    public void Dispose() => _data.Dispose();

    /// <summary>The exact mean and deviation of AUROC under shuffling within classes, from the midranks.</summary>
    [Theory]
    [InlineData("canary_train", "transformer", "units_owned")]
    [InlineData("train_val", "picture", "luminance_mean")]
    [InlineData("canary_val", "tokenizer", "mean_mu_rank")]
    public void Auroc_DrawsHaveTheExactMeanAndDeviation(string contrast, string part, string score)
    {
        var images = Connection.Rows(
            """
            SELECT class_id, is_positive, rank() OVER (ORDER BY value) + (count(*) OVER (PARTITION BY value) - 1) / 2
            FROM contrast JOIN image_score USING (image_id) JOIN image USING (image_id)
            WHERE contrast = ? AND image_score.part = ? AND score = ?
            """,
            row => (Class: row.GetInt32(0), IsPositive: row.GetBoolean(1), Rank: row.GetDouble(2)), contrast, part, score);
        double positives = images.Count(image => image.IsPositive), pairs = positives * (images.Count - positives);
        double mean = 0, variance = 0;
        foreach (var members in images.GroupBy(image => image.Class))
        {
            double size = members.Count(), marked = members.Count(image => image.IsPositive), average = members.Average(image => image.Rank);
            mean += marked * average;
            if (size > 1)
                variance += marked * (size - marked) / (size * (size - 1)) * members.Sum(image => Math.Pow(image.Rank - average, 2));
        }
        var (foundMean, foundSd, p, low, high) = Connection.Rows(
            "SELECT permutation_mean, permutation_sd, p, auroc_low, auroc_high FROM auroc_draws WHERE contrast = ? AND part = ? AND score = ?",
            row => (row.GetDouble(0), row.GetDouble(1), row.GetDouble(2), row.GetDouble(3), row.GetDouble(4)), contrast, part, score).Single();
        var sd = Math.Sqrt(variance) / pairs;
        Assert.Equal((mean - positives * (positives + 1) / 2) / pairs, foundMean, 4 * sd / Math.Sqrt(4999));
        Assert.Equal(sd, foundSd, 0.05 * sd);
        var auroc = Connection.Rows(
            "SELECT auroc FROM ground_truth WHERE contrast = ? AND part = ? AND score = ?", row => row.GetDouble(0), contrast, part, score).Single();
        Assert.InRange(auroc, low, high);
        Assert.Equal(Math.Abs(auroc - foundMean) < 1.5 * sd, p > 0.1);
    }

    [Fact]
    public void Auroc_OfAScoreThatIsTheMark_IsCertain()
    {
        Connection.Run("UPDATE image_statistic SET colourfulness = (SELECT canary::INTEGER FROM image WHERE image.image_id = image_statistic.image_id)");
        Analyzer.Run(Connection, new() { Permutations = 999 });
        var (auroc, p) = Connection.Rows(
            "SELECT auroc, p FROM ground_truth WHERE contrast = 'canary_train' AND score = 'colourfulness'",
            row => (row.GetDouble(0), row.GetDouble(1))).Single();
        Assert.Equal((1, 0.001), (auroc, p));
    }

    /// <summary>A statistic that is the same within every class has no partial correlation; one that orders images as a target does has all of it.</summary>
    [Fact]
    public void Correlation_ConstantWithinClasses_IsNull_AndAPlantedOneIsFound()
    {
        Assert.Equal(0, Count("statistic IN ('compressed_size', 'edge_density') AND (rho_partial IS NOT NULL OR p IS NOT NULL OR p_holm IS NOT NULL)"));
        Connection.Run(
            """
            UPDATE image_statistic SET entropy = (
                SELECT mean_rank FROM image_mu_rank JOIN shown USING (population, part)
                WHERE part = 'transformer' AND image_mu_rank.image_id = image_statistic.image_id)
            WHERE image_id IN (SELECT image_id FROM image WHERE split = 'train')
            """);
        Analyzer.Run(Connection, new() { Permutations = 999 });
        Assert.Equal(1, Count("part = 'transformer' AND target = 'mean_mu_rank' AND statistic = 'entropy' AND rho = 1 AND abs(rho_partial - 1) < 1e-12 AND p = 0.001"));

        long Count(string where) => Connection.Rows($"SELECT count(*) FROM image_correlation WHERE {where}", row => row.GetInt64(0)).Single();
    }
}
