using VarMem.Analysis;
using VarMem.Analysis.Statistics;
using VarMem.Analysis.Statistics.Inference;
using VarMem.Store.DuckDb;

namespace VarMem.Tests.Analysis.Statistics.Inference;

public sealed class DatasetInferenceTest : IDisposable
{
    readonly MadeUpActivations _data = new();

    DuckDbConnection Connection => _data.Connection;

    public void Dispose() => _data.Dispose();

    /// <summary>
    /// 3,000 data sets without any difference, of ten scores for 24 + 24 images, one draw each, and controls: p ≤ α in a share α of them,
    /// within four standard deviations. Weights or scales from the images tested would show here.
    /// </summary>
    [Fact]
    public void Test_UnderTheNull_RejectsAtItsRate()
    {
        const int Sets = 3000;
        var found = Enumerable.Range(0, Sets).SelectMany(set =>
        {
            var inference = new DatasetInference(Normal.Columns(10, 48, set), 1, set);
            return inference.Test("x", [.. Enumerable.Range(0, 24)], [.. Enumerable.Range(24, 24)]).Select(one => (IsControl: false, one.Method, one.Images, one.P))
                .Concat(inference.Control("x", [.. Enumerable.Range(0, 48)]).Select(one => (IsControl: true, one.Method, one.Images, one.P)));
        }).ToList();
        foreach (var group in found.GroupBy(one => (one.IsControl, one.Method, one.Images)))
        {
            double[] p = [.. group.Select(one => one.P.Single())];
            Assert.Equal(Sets, p.Length);
            foreach (var rate in new[] { 0.01, 0.05, 0.5 })
            {
                // With so few images the test is known to be a little careful.
                var (expected, deviation) = (rate * Sets, Math.Sqrt(rate * (1 - rate) * Sets));
                Assert.InRange(p.Count(value => value <= rate), group.Key.Images < 5 ? 0 : expected - 4 * deviation, expected + 4 * deviation);
            }
        }
    }

    [Fact]
    public void Test_PlantedShift_IsFound_AndTheControlFindsNothing()
    {
        int[] members = [.. Enumerable.Range(0, 200)], others = [.. Enumerable.Range(200, 200)];
        var inference = new DatasetInference(Normal.Columns(4, 400, 1, shiftedRows: 200, shift: 0.5), 1000, 0);
        foreach (var one in inference.Test("x", members, others))
        {
            if (one.Images >= 50)
                Assert.True(one.P.Average() <= 0.01, $"{one.Method} of {one.Images}: {one.P.Average()}");
            if (one.Images <= 5)
                Assert.True(one.P.Average() > 0.01, $"{one.Method} of {one.Images}: {one.P.Average()}");
        }
        Assert.All(inference.Control("x", others), one => Assert.InRange(one.P.Average(), 0.25, 0.75));
        Assert.All(inference.Test("x", others, members), one => Assert.True(one.Method == "weighted" || one.P.Average() > 0.6));
    }

    /// <summary>Scores that are lower for members are found by their weights; one without weight in sums does harm.</summary>
    [Fact]
    public void Test_SameSeed_SameBits_AndSizesUpToHalf()
    {
        var columns = Normal.Columns(3, 110, 5);
        int[] members = [.. Enumerable.Range(0, 80)], others = [.. Enumerable.Range(80, 30)];
        var (one, again, other) = (Run(0), Run(0), Run(1));
        Assert.Equal(
            [2, 3, 5, 7, 10, 15, 2, 3, 5, 7, 10, 15], one.Select(inferred => inferred.Images));
        Assert.All(one.Zip(again), pair => Assert.Equal(pair.First.P, pair.Second.P));
        Assert.All(one.Zip(other), pair => Assert.NotEqual(pair.First.P, pair.Second.P));

        IReadOnlyList<Inferred> Run(long seed) => new DatasetInference(columns, 100, seed).Test("x", members, others);
    }

    [Theory]
    [InlineData(3, 10, 5, 2)]
    [InlineData(10, 3, 5, 2)]
    [InlineData(10, 10, 0, 2)]
    [InlineData(10, 10, 5, 0)]
    public void Test_TooLittle_IsEmpty(int members, int others, int draws, int scores) => Assert.Empty(
        new DatasetInference(Normal.Columns(scores, 20, 0), draws, 0).Test("x", [.. Enumerable.Range(0, members)], [.. Enumerable.Range(10, others)]));

    /// <summary>A score that half of the images do not vary in has no scale there.</summary>
    [Fact]
    public void Test_OneImageThatDiffers_HasProbabilities()
    {
        double[] rare = [1, .. new double[19]];
        var found = new DatasetInference([rare], 50, 0).Test("x", [.. Enumerable.Range(0, 10)], [.. Enumerable.Range(10, 10)]);
        Assert.All(found, one => Assert.All(one.P, p => Assert.InRange(p, 0, 1)));
        Assert.Contains(found, one => one.P.Contains(0.5));
    }

    /// <summary>Of loss members have less; a score that lacks an image, is infinite or constant, changes nothing.</summary>
    [Fact]
    public void Fill_TurnsScores_AndLeavesOutWhatCannotBeUsed()
    {
        Likelihood("SELECT 'loss', image_id, hash(image_id) % 100 / 100 - if(split = 'train', 2, 0) FROM image");
        var turned = Rows();
        Assert.Equal(
            [
                "canary sum 2", "canary sum 3", "canary weighted 2", "canary weighted 3", "train sum 2", "train sum 3", "train sum 5", "train sum 7",
                "train weighted 2", "train weighted 3", "train weighted 5", "train weighted 7", "val sum 2", "val sum 3", "val weighted 2", "val weighted 3",
            ],
            Texts("SELECT members || ' ' || method || ' ' || image_count FROM dataset_inference ORDER BY members, method, image_count"));
        Assert.Equal(["train sum 5", "train weighted 5"], Texts(
            "SELECT members || ' ' || method || ' ' || images_needed FROM detection WHERE members = 'train' ORDER BY method"));
        Assert.Equal(["NULL", "NULL"], Texts("SELECT coalesce(images_needed::VARCHAR, 'NULL') FROM detection WHERE members = 'val'"));

        Likelihood(
            """
            SELECT 'loss', image_id, hash(image_id) % 100 / 100 - if(split = 'train', 2, 0) FROM image
            UNION ALL SELECT 'hinge', image_id, if(image_id = 1, 'inf'::DOUBLE, 1) FROM image
            UNION ALL SELECT 'zlib', image_id, 0.1 FROM image
            UNION ALL SELECT 'surp_2_10', image_id, image_id FROM image WHERE image_id > 1
            """);
        Assert.Equal(turned, Rows());

        Likelihood("SELECT 'top_share', image_id, hash(image_id) % 100 / 100 - if(split = 'train', 2, 0) FROM image");
        Assert.Equal(["true"], Texts("SELECT (min(p_mean) > 0.9)::VARCHAR FROM dataset_inference WHERE members = 'train' AND method = 'sum'"));

        Connection.Run("DELETE FROM contrast WHERE contrast <> 'canary_train'");
        Fill();
        Assert.Empty(Rows());
    }

    void Likelihood(string sql)
    {
        Analyzer.Run(Connection, new() { Permutations = 0 });
        Connection.Run($"INSERT INTO image_score SELECT 'likelihood', * FROM ({sql})");
        Fill();
    }

    void Fill()
    {
        using var measured = new Measurements(Connection, new() { Permutations = 500 });
        foreach (var script in MetricScripts.All.Where(script => script.Name is "45_dataset_inference" or "46_detection"))
            Analyzer.Run(measured, script);
    }

    List<string> Rows() => Texts("SELECT dataset_inference::VARCHAR FROM dataset_inference ORDER BY ALL");

    List<string> Texts(string sql) => Connection.Rows(sql, row => row.GetString(0));
}
