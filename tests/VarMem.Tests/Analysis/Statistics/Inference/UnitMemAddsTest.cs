using VarMem.Analysis;
using VarMem.Analysis.Statistics;
using VarMem.Analysis.Statistics.Inference;

namespace VarMem.Tests.Analysis.Statistics.Inference;

public class UnitMemAddsTest
{
    const int Images = 300, Positives = 120;

    /// <summary>Units that see the training where the likelihood does not.</summary>
    [Fact]
    public void Compare_Planted_Adds()
    {
        var found = Compare(Normal.Columns(3, Images, 1), Normal.Columns(2, Images, 2, Positives, shift: 1));
        Assert.InRange(found[0], 0.4, 0.6);
        Assert.InRange(found[3], 0.8, 0.9);
        Assert.InRange(found[6], 0.8, 0.9);
        Assert.Equal(found[6] - found[0], found[9], 1e-12);
        Assert.InRange(found[10], 0.1, found[9]);
        Assert.InRange(found[11], found[9], 0.6);
    }

    /// <summary>Units that know nothing, beside a likelihood that knows.</summary>
    [Fact]
    public void Compare_Noise_AddsNothing()
    {
        var contained = Enumerable.Range(0, 40).Count(seed =>
        {
            var found = Compare(Normal.Columns(3, Images, seed, Positives, shift: 0.5), Normal.Columns(2, Images, 1000 + seed));
            Assert.InRange(found[0], 0.6, 0.85);
            return found[10] <= 0 && found[11] >= 0;
        });
        // The interval keeps the regressions as they are, and noise costs a little.
        Assert.InRange(contained, 32, 40);
    }

    /// <summary>The interval of one AUROC is as wide as Hanley and McNeil's formula has it.</summary>
    [Fact]
    public void Compare_Interval_HasTheWidthOfTheFormula()
    {
        var found = Compare(Normal.Columns(1, Images, 3, Positives, shift: 1), Normal.Columns(1, Images, 4));
        var a = found[0];
        var (q1, q2, n, m) = (a / (2 - a), 2 * a * a / (1 + a), (double)Positives, (double)(Images - Positives));
        var deviation = Math.Sqrt((a * (1 - a) + (n - 1) * (q1 - a * a) + (m - 1) * (q2 - a * a)) / (n * m));
        Assert.Equal(2 * 1.96 * deviation, found[2] - found[1], 0.2 * 2 * 1.96 * deviation);
    }

    [Fact]
    public void Fill_OneRowPerContrastAndPart_NoneOfFewImages()
    {
        using var data = new MadeUpActivations();
        Analyzer.Run(data.Connection, new() { Permutations = 0 });
        Assert.Empty(Fill(50));
        data.Connection.Run("INSERT INTO image_score SELECT 'likelihood', 'loss', image_id, hash(image_id) % 100 FROM image");
        Assert.Equal(
            [
                "canary_train tokenizer 6 20 1 5", "canary_train transformer 6 20 1 5", "canary_val tokenizer 6 14 1 4",
                "canary_val transformer 6 14 1 5", "train_val tokenizer 20 14 1 5", "train_val transformer 20 14 1 5",
            ],
            Fill(50));
        data.Connection.Run("DELETE FROM contrast WHERE contrast = 'canary_train' AND image_id < 6"); // two canaries
        Assert.Equal(4, Fill(50).Count);
        Assert.Empty(Fill(0));
        data.Connection.Run("UPDATE image_score SET value = 'inf' WHERE part = 'likelihood' AND image_id = 1");
        Assert.Equal(2, Fill(50).Count); // a canary, which train_val has not

        List<string> Fill(int permutations)
        {
            using var measured = new Measurements(data.Connection, new() { Permutations = permutations });
            Analyzer.Run(measured, MetricScripts.All.Single(script => script.Name == "47_unit_mem_adds"));
            return data.Connection.Rows(
                """
                SELECT concat_ws(' ', contrast, part, positives, negatives, likelihood_scores, unit_mem_scores) AS text
                FROM unit_mem_adds ORDER BY text
                """,
                row => row.GetString(0));
        }
    }

    static double[] Compare(double[][] likelihood, double[][] unitMem)
    {
        bool[] isPositive = [.. Enumerable.Range(0, Images).Select(image => image < Positives)];
        int[] folds = [.. Enumerable.Range(0, Images).Select(image => image % CrossFit.Folds)];
        return [.. UnitMemAdds.Compare(likelihood, unitMem, isPositive, folds, "test", new() { Permutations = 500 }).Cast<double>()];
    }
}
