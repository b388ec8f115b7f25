using System.Buffers.Binary;
using System.Text.RegularExpressions;

namespace VarMem.Tests.EndToEnd;

/// <summary><c>varmem run</c>, from the two checkpoints to the report.</summary>
public partial class RunTest : ProgramTest
{
    [Fact]
    public void Run_Twice_ResumesAndTellsTheTables()
    {
        var model = Repository.File("models", "emoji");
        var first = Do($"run --model {model} --limit 20 --out out");
        Assert.Contains("40 images in out/varmem.duckdb (40 new in ", first.Error, StringComparison.Ordinal);
        RequireSummary(first.Output);
        RequireReport(first.Output);

        var second = Do($"run --model {model} --limit 20 --out out");
        Assert.Equal(first.Output, second.Output);
        Assert.Contains("40 images in out/varmem.duckdb (0 new in ", second.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("building the model's graph", second.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("scoring images", second.Error, StringComparison.Ordinal);
    }

    /// <summary>Each number of the summary, from the tables by a query of its own.</summary>
    void RequireSummary(string output)
    {
        using var connection = Open("out/varmem.duckdb");
        var u10 = One("SELECT count(*) FROM unit_mem WHERE population = 'train' AND in_u10");
        Assert.Contains($"Transformer on 20 training images: 4,608 units, {u10} in U10", output, StringComparison.Ordinal);
        var owners = One("SELECT count(*) FROM num_mem_units WHERE population = 'train' AND num_mem_units > 0");
        var allOwners = One("SELECT count(DISTINCT owner_image_id) FROM unit_mem WHERE population = 'train'");
        Assert.Contains(
            $"\n{owners} images ({owners / 20.0:0.0%}) own at least one unit of U10; {allOwners} own any unit.\n",
            output, StringComparison.Ordinal);
        var (path, count) = connection.Rows(
            """
            SELECT path, num_mem_units
            FROM num_mem_units
            JOIN image USING (image_id)
            WHERE population = 'train'
            ORDER BY num_mem_units DESC, image_id
            LIMIT 1
            """,
            row => (row.GetString(0), row.GetInt64(1))).Single();
        Assert.Contains($"Most units of U10: {path} ({count}), ", output, StringComparison.Ordinal);
        Assert.Contains($"the top 10% of images (2) own {TopShare(2):0.0%} of U10", output, StringComparison.Ordinal);
        foreach (var (set, name) in (ReadOnlySpan<(string, string)>)[("true", "all units"), ("in_u10", "U10")])
        {
            var train = Owned(set, "train");
            var all = train + Owned(set, "val");
            var (p, low, high) = connection.Rows(
                "SELECT p, 100 * bootstrap_low, 100 * bootstrap_high FROM train_val_test WHERE unit_set = ? AND grouping = 'overall' AND statistic = 'train_share'",
                row => (row.GetDouble(0), row.GetDouble(1), row.GetDouble(2)), name == "U10" ? "U10" : "all").Single();
            var (points, verdict) = (100.0 * train / all - 50, p >= 0.05 ? "no different from chance" : train > all / 2.0 ? "higher" : "lower");
            var test = p < 0.001 ? "p < 0.001" : $"p = {p:0.000}";
            Assert.Contains(
                $"\nTraining images own {100.0 * train / all:0.0}% of {name} ({train:N0} of {all:N0}), {Math.Abs(points):0.0} points {(points < 0 ? "less" : "more")} than the 50.0% expected without memorization"
                + $" (95% interval {low:0.0} to {high:0.0}%; {test} over 10,000 permutations within classes): {verdict}.\n",
                output, StringComparison.Ordinal);
        }
        var auroc = connection.Rows(
            "SELECT auroc FROM ground_truth WHERE contrast = 'train_val' AND part = 'transformer' AND score = 'num_mem_units'",
            row => row.GetDouble(0)).Single();
        Assert.Matches($"num_mem_units,? has AUROC {auroc:0.00} \\(interval ", output);

        double TopShare(int images) =>
            One($"""
                SELECT sum(num_mem_units)::BIGINT
                FROM (FROM num_mem_units WHERE population = 'train' ORDER BY num_mem_units DESC LIMIT {images})
                """) / (double)u10;

        long Owned(string set, string split) =>
            One($"""
                SELECT count(*)
                FROM unit_mem
                JOIN image ON image_id = owner_image_id
                WHERE population = 'all' AND {set} AND split = '{split}'
                """);

        long One(string sql) => connection.Rows(sql, row => row.GetInt64(0)).Single();
    }

    /// <summary>The files that the run names are there, the pictures are pictures, and the page shows each.</summary>
    void RequireReport(string output)
    {
        string[] files = [.. output.Split('\n').Where(line => line.StartsWith("out/", StringComparison.Ordinal))];
        Assert.Equal(["out/varmem.duckdb", "out/report.html"], files[..2]);
        Assert.Equal(
            files[2..].Order(StringComparer.Ordinal),
            Directory.GetFiles(Folder.File("out"), "*.png").Select(file => $"out/{Path.GetFileName(file)}").Order(StringComparer.Ordinal));
        Assert.True(files.Length >= 8);
        var html = File.ReadAllText(Folder.File("out/report.html"));
        Assert.EndsWith("</html>\n", html, StringComparison.Ordinal);
        Assert.Equal(
            files[2..].Select(file => Convert.ToBase64String(File.ReadAllBytes(Folder.File(file)))).Order(StringComparer.Ordinal),
            ImageSource().Matches(html).Select(match => match.Groups[1].Value).Order(StringComparer.Ordinal));
        foreach (var file in files[2..])
        {
            var png = File.ReadAllBytes(Folder.File(file));
            Assert.Equal([0x89, .. "PNG\r\n\u001a\n"u8], png[..8]);
            Assert.Equal("IEND"u8, png.AsSpan()[^8..^4]);
            Assert.InRange(BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)), 300, 10_000);
        }
    }

    [GeneratedRegex("<img src=\"data:image/png;base64,([^\"]+)\"")]
    private static partial Regex ImageSource();
}
