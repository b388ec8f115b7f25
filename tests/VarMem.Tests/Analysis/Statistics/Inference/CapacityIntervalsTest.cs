using VarMem.Analysis;
using VarMem.Analysis.Statistics;
using VarMem.Store.DuckDb;
using VarMem.Tests.Sql;

namespace VarMem.Tests.Analysis.Statistics.Inference;

public sealed class CapacityIntervalsTest : IDisposable
{
    readonly DuckDbConnection _connection = Database.OpenEmpty();

    public void Dispose() => _connection.Dispose();

    /// <summary>Of one class the interval is that of a difference of two means, about the one observed.</summary>
    [Fact]
    public void Fill_OneClass_HasTheWidthOfADifferenceOfMeans()
    {
        var nll = Normal.Columns(1, 150, 0)[0];
        Fill([.. nll.Select((value, image) => (image < 90 ? "train" : "val", 0, value))]);
        var (mean, low, high) = Read("train");
        double Variance(double[] values) => values.Sum(v => Math.Pow(v - values.Average(), 2)) / values.Length;
        var deviation = Math.Sqrt(Variance(nll[..90]) / 90 + Variance(nll[90..]) / 60) / Math.Log(2);
        Assert.Equal((nll[90..].Average() - nll[..90].Average()) / Math.Log(2), mean, 1e-12);
        Assert.Equal(mean - 1.96 * deviation, low, 0.1 * deviation);
        Assert.Equal(mean + 1.96 * deviation, high, 0.1 * deviation);
    }

    /// <summary>Where all of a class and side are alike nothing varies; a class without validation images is compared with all of them.</summary>
    [Fact]
    public void Fill_AlikeWithinClasses_IsAPoint()
    {
        Fill([("train", 0, 2), ("canary", 0, 2), ("val", 0, 4), ("val", 0, 4)]);
        foreach (var population in new[] { "train", "canary", "other" })
            Assert.Equal((2 / Math.Log(2), 2 / Math.Log(2), 2 / Math.Log(2)), Read(population));
        Fill([("train", 1, 2), ("val", 0, 4)]);
        Assert.Equal((2 / Math.Log(2), 2 / Math.Log(2), 2 / Math.Log(2)), Read("train"));
    }

    [Fact]
    public void Fill_NoValidation_IsEmpty()
    {
        Fill([("train", 0, 2), ("canary", 0, 2)]);
        Assert.Empty(_connection.Rows("FROM capacity", _ => true));
    }

    void Fill((string Side, int Class, double Nll)[] images)
    {
        foreach (var name in new[] { "48_image_nll", "49_bits_saved", "50_capacity" })
        {
            using var measured = new Measurements(_connection, new() { Permutations = 20_000 });
            Analyzer.Run(measured, MetricScripts.All.Single(script => script.Name == name));
            if (name == "48_image_nll")
                _connection.Run("INSERT INTO image_nll VALUES " + string.Join(", ", images.Select((image, i) =>
                    FormattableString.Invariant($"({i}, '{image.Side}', {image.Class}, {image.Nll:E16})"))));
        }
    }

    (double Mean, double Low, double High) Read(string population) => _connection.Rows(
        "SELECT bits_saved_mean, bits_saved_low, bits_saved_high FROM capacity WHERE population = ?",
        row => (row.GetDouble(0), row.GetDouble(1), row.GetDouble(2)), population).Single();
}
