using System.Data.Common;
using VarMem.Charts;

namespace VarMem.Tests.Charts;

/// <summary>What figures compute on the way, against loops over the tables that they read.</summary>
public sealed class FigureNumbersTest : IDisposable
{
    readonly DbConnection _connection = SmallDatabase.Open();

    public void Dispose() => _connection.Dispose();

    sealed record Table(Rows Rows)
    {
        public int Count => Rows.Values.Count;
        public string Text(int row, string column) => (string)Rows.Values[row][Rows.IndexOf(column)]!;
        public double Number(int row, string column) => Convert.ToDouble(Rows.Values[row][Rows.IndexOf(column)]);
        public bool IsNull(int row, string column) => Rows.Values[row][Rows.IndexOf(column)] is null;
        public IEnumerable<IGrouping<string, int>> By(params string[] columns) =>
            Enumerable.Range(0, Count).GroupBy(row => string.Join('|', columns.Select(column => Text(row, column))));
    }

    Table Drawn(string name) => new(Figure.All.Single(figure => figure.Name == name).Query(_connection));

    Table Read(string sql) => new(Rows.Query(_connection, sql));

    double[] Numbers(string sql) => [.. Rows.Query(_connection, sql).Values.Select(row => Convert.ToDouble(row[0]))];

    [Fact]
    public void UnitMemHistogram_CountsEveryUnitOnce()
    {
        var drawn = Drawn("unit_mem_histogram");
        foreach (var type in drawn.By("kind"))
        {
            var values = Numbers($"select unit_mem from unit_mem join unit using (unit_id) where population = 'train' and kind = '{type.Key}'");
            foreach (var row in type)
            {
                var bin = (int)Math.Round(drawn.Number(row, "unit_mem") * 50);
                Assert.Equal(values.Count(value => (int)Math.Floor(value * 50) == bin) / (double)values.Length, drawn.Number(row, "share"), 1e-12);
            }
            Assert.Equal(1, type.Sum(row => drawn.Number(row, "share")), 1e-12);
            Assert.Contains($" · {100.0 * values.Count(value => value >= 0.61234) / values.Length:F1}% of {values.Length:N0} units", drawn.Text(type.First(), "label"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Heatmaps_ShareIsOfTheUnitsOfTheCell()
    {
        var drawn = Drawn("u10_heatmap");
        for (var row = 0; row < drawn.Count; row++)
        {
            var cell = Read($"""
                select u10_count, unit_count from localization
                where population = 'train' and block = {drawn.Number(row, "block")} and kind = '{drawn.Text(row, "kind")}'
                """);
            Assert.Equal(cell.Number(0, "u10_count") / cell.Number(0, "unit_count"), drawn.Number(row, "share"), 1e-12);
            Assert.Equal($"{100 * drawn.Number(row, "share"):F0}", drawn.Text(row, "label"));
        }

        var scales = Drawn("unit_mem_by_scale");
        Assert.Equal(5 * 6, scales.Count);
        for (var row = 0; row < scales.Count; row++)
        {
            var kinds = Read($"""
                select u10_count, unit_count from localization_by_scale join scale using (scale)
                where population = 'train' and block = {scales.Number(row, "block")} and format('{"{0} × {0}"}', side) = '{scales.Text(row, "tokens")}'
                """);
            double Sum(string column) => Enumerable.Range(0, kinds.Count).Sum(kind => kinds.Number(kind, column));
            Assert.Equal(3, kinds.Count);
            Assert.Equal(Sum("u10_count") / Sum("unit_count"), scales.Number(row, "share"), 1e-12);
        }
    }

    [Fact]
    public void TrainValNull_CountsEveryDrawOnce()
    {
        var drawn = Drawn("train_val_null");
        foreach (var (set, index) in drawn.By("label").Select((set, index) => (set, index)))
        {
            var draws = Numbers($"select train_share from train_val_permutation where unit_set = '{(index == 0 ? "all" : "U10")}'");
            foreach (var row in set)
            {
                var (from, to) = (drawn.Number(row, "share_from"), drawn.Number(row, "share_to"));
                Assert.Equal(draws.Count(draw => draw >= from && draw < to) / (double)draws.Length, drawn.Number(row, "permutations"), 1e-12);
            }
            Assert.Equal(1, set.Sum(row => drawn.Number(row, "permutations")), 1e-12);
        }
    }

    [Fact]
    public void TrainValOwners_ChanceIsTheMiddleOfTheDraws()
    {
        var drawn = Drawn("train_val_owners");
        Assert.Equal(4, drawn.Count);
        for (var row = 0; row < drawn.Count; row++)
        {
            var set = drawn.Text(row, "unit_set") == "U10" ? "U10" : "all";
            double[] draws = [.. Numbers($"select train_share from train_val_permutation where unit_set = '{set}'").Order()];
            double Percentile(double p)
            {
                var position = p * (draws.Length - 1);
                var below = (int)position;
                return draws[below] + (draws[below + 1] - draws[below]) * (position - below);
            }
            Assert.Equal(Percentile(0.025), drawn.Number(row, "chance_low"), 1e-12);
            Assert.Equal(Percentile(0.975), drawn.Number(row, "chance_high"), 1e-12);
            Assert.Equal(drawn.Text(row, "owned_by") == "train", drawn.Text(row, "label").Contains(", p ", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void NCurve_BandHoldsEveryDraw()
    {
        var drawn = Drawn("n_curve");
        Assert.Equal(["training images", "validation images"], drawn.By("images").Select(images => images.Key));
        for (var row = 0; row < drawn.Count; row++)
        {
            var population = drawn.Text(row, "images") == "training images" ? "train" : "val";
            var draws = Numbers($"select unit_mem_mean from n_curve where population = '{population}' and image_count = {drawn.Number(row, "image_count")}");
            Assert.Equal(draws.Average(), drawn.Number(row, "unit_mem_mean"), 1e-12);
            Assert.Equal((draws.Min(), draws.Max()), (drawn.Number(row, "lowest"), drawn.Number(row, "highest")));
        }
    }

    [Fact]
    public void HeldOut_SharesAboveZeroAreTheSummary()
    {
        var drawn = Drawn("held_out");
        var summary = Read("select share_above from held_out_summary order by unit_set = 'U10', split");
        var groups = drawn.By("label", "side").ToList();
        Assert.Equal(4, groups.Count);
        foreach (var (group, index) in groups.Select((group, index) => (group, index)))
        {
            Assert.Equal(1, group.Sum(row => drawn.Number(row, "share")), 1e-12);
            var above = group.Where(row => drawn.Number(row, "held_out_unit_mem") >= 0).Sum(row => drawn.Number(row, "share"));
            Assert.Equal(summary.Number(index, "share_above"), above, 1e-12);
            Assert.Contains($"{100 * above:F0}% for {(index % 2 == 0 ? "train" : "val")}", group.Key, StringComparison.Ordinal);
        }
    }

    /// <summary>The ends of the straight pieces have the area of the whole curve.</summary>
    [Fact]
    public void Roc_KeepsTheAreaUnderTheCurve()
    {
        var drawn = Drawn("roc");
        var truth = Read("select auroc from ground_truth where part = 'transformer' order by contrast, score");
        var curves = drawn.By("contrast", "score").ToList();
        Assert.Equal(15, curves.Count);
        Assert.True(drawn.Count < Numbers("select threshold from roc where part = 'transformer'").Length);
        foreach (var (curve, index) in curves.Select((curve, index) => (curve, index)))
        {
            var corners = curve.Select(row => (X: drawn.Number(row, "fpr"), Y: drawn.Number(row, "tpr"))).ToList();
            var area = corners.Zip(corners.Skip(1), (from, to) => (to.X - from.X) * (from.Y + to.Y) / 2).Sum();
            Assert.Equal(((0.0, 0.0), (1.0, 1.0)), (corners[0], corners[^1]));
            Assert.Equal(truth.Number(index, "auroc"), area, 1e-12);
            Assert.StartsWith($"{area:F2} (", drawn.Text(curve.First(), "label"), StringComparison.Ordinal);
        }
    }

    /// <summary>Steps drawn hold every image found: at each rate of false ones as many as the table says, and from the best of each family.</summary>
    [Fact]
    public void MembershipRoc_StepsAreThoseOfTheBestOfEachFamily()
    {
        var drawn = Drawn("membership_roc");
        var lines = drawn.By("contrast", "logits", "family").ToList();
        Assert.Equal(3 * (8 + 7), lines.Count);
        foreach (var line in lines)
        {
            var score = drawn.Text(line.First(), "label").Split(' ')[0];
            var contrast = drawn.Text(line.First(), "contrast").Split('|')[0] switch
            {
                "Canaries / other training" => "canary_train",
                "Canaries / validation" => "canary_val",
                _ => "train_val",
            };
            var isCfg = score.StartsWith("cfg_", StringComparison.Ordinal);
            var family = $"{(isCfg ? "cfg_" : "")}{drawn.Text(line.First(), "family")}";
            var best = Read($"select score, auroc from ground_truth where contrast = '{contrast}' and score similar to '{family}(_[a-z0-9_]+)?' and score not similar to '.*(var|scale|minkpp_var).*' order by auroc desc, score limit 1");
            Assert.Equal(best.Text(0, "score"), score);
            Assert.Contains($" {best.Number(0, "auroc"):F2}", drawn.Text(line.First(), "label"), StringComparison.Ordinal);
            var table = Read($"select fpr, max(tpr) as tpr, any_value(negatives) as negatives from roc where contrast = '{contrast}' and score = '{score}' group by fpr order by fpr");
            for (var row = 0; row < table.Count; row++)
            {
                var x = Math.Max(table.Number(row, "fpr"), 0.5 / table.Number(row, "negatives"));
                var height = line.Where(at => drawn.Number(at, "fpr") <= x + 1e-12).Select(at => drawn.Number(at, "tpr")).DefaultIfEmpty(0).Max();
                Assert.Equal(table.Number(row, "tpr"), height, 1e-12);
            }
        }
    }

    [Fact]
    public void ScoreHistograms_CountEveryImageOnce()
    {
        var drawn = Drawn("score_histograms");
        var groups = drawn.By("score", "population").ToList();
        Assert.Equal(6 * 3, groups.Count);
        Assert.All(groups, group => Assert.Equal(1, group.Sum(row => drawn.Number(row, "share")), 1e-12));
        var values = Numbers("select value from image_score join image using (image_id) where score = 'loss' and split = 'val' order by value");
        var all = Numbers("select value from image_score where score = 'loss' order by value");
        var loss = groups.Single(group => group.Key == "loss (lower for members)|validation images").OrderBy(row => drawn.Number(row, "value")).ToList();
        for (var bin = 1; bin <= 19; bin++) // the first and the last are the empty ones beside
        {
            var (from, to) = (drawn.Number(loss[bin], "value"), drawn.Number(loss[bin + 1], "value"));
            Assert.Equal((all[^1] - all[0]) / 20, to - from, 1e-12);
            Assert.Equal(values.Count(value => value >= from && value < to), 100 * drawn.Number(loss[bin], "share"), 1.01); // an image at a bin's edge
        }
    }

    [Fact]
    public void Capacity_CountsEveryImageOnce()
    {
        var drawn = Drawn("capacity");
        foreach (var (population, index) in drawn.By("population").Select((population, index) => (population, index)))
        {
            var bits = Numbers($"select bits_saved from bits_saved where is_canary = {index == 0}");
            Assert.StartsWith($"{(index == 0 ? "Canaries" : "Other training images")} ({bits.Length}): {bits.Average():F1} bits", population.Key, StringComparison.Ordinal);
            foreach (var row in population)
            {
                var (from, to) = (drawn.Number(row, "bits_from"), drawn.Number(row, "bits_to"));
                Assert.Equal(bits.Count(value => value >= from && value < to) / (double)bits.Length, drawn.Number(row, "share"), 1e-12);
            }
            Assert.Equal(1, population.Sum(row => drawn.Number(row, "share")), 1e-12);
        }
    }

    [Fact]
    public void DatasetInference_LabelsTheSmallestThatIsEnough()
    {
        var drawn = Drawn("dataset_inference");
        var labels = Enumerable.Range(0, drawn.Count).Where(row => !drawn.IsNull(row, "label"))
            .Select(row => $"{drawn.Text(row, "method")[..3]} {drawn.Text(row, "members")} {drawn.Number(row, "image_count")}: {drawn.Text(row, "label")}");
        Assert.Equal(
            [
                "Sum training images 50: none up to 50", "Sum canaries 5: none up to 5", "Sum validation images (control) 20: none up to 20",
                "Wei training images 50: n = 50", "Wei canaries 5: n = 5", "Wei validation images (control) 20: none up to 20",
            ],
            labels);
    }

    /// <summary>Every line passes through what leaves the units as they are, and through each dose; a line of the chosen units is there once.</summary>
    [Fact]
    public void InterventionDose_BeginsAtNothing()
    {
        var drawn = Drawn("intervention_dose");
        Assert.Equal(4 * 3 * 4, drawn.Count); // groups, units, factors
        foreach (var row in Enumerable.Range(0, drawn.Count).Where(row => drawn.Number(row, "factor") == 1))
            Assert.Equal((0, 0, 0), (drawn.Number(row, "change"), drawn.Number(row, "low"), drawn.Number(row, "high")));
        var owners = Enumerable.Range(0, drawn.Count).Where(row => drawn.Text(row, "images") == "Owners of the units (100)" && drawn.Number(row, "factor") == 0);
        Assert.Equal(
            [("chosen units", 64, 60, 69), ("random units", 60, 54, 68), ("matched units", 28, 22, 36)],
            owners.Select(row => (drawn.Text(row, "units"), Math.Round(drawn.Number(row, "change"), 9), Math.Round(drawn.Number(row, "low"), 9), Math.Round(drawn.Number(row, "high"), 9))));
    }

    [Fact]
    public void GroundTruth_HasThePicturesAsControl()
    {
        var drawn = Drawn("ground_truth");
        Assert.Equal(3 * (5 + 3), drawn.Count);
        Assert.Equal(3 * 3, Enumerable.Range(0, drawn.Count).Count(row => drawn.Text(row, "kind_of_score") == "of the picture alone (control)"));
    }

    [Fact]
    public void ClassInfluence_OfManyClasses_ShowsBothEnds()
    {
        SmallDatabase.Execute(_connection, """
            insert into class_influence by name
            select 'train' as population, 'transformer' as part, 10 + i as class_id, if(i < 2, 'crane', 'class ' || i) as class_name, 1 as image_count,
                0.01 as image_share, 0 as owner_count, 0 as num_mem_units, 0.1 * i as u10_share, 10.0 + i as influence, 0 as num_mem_units_max
            from range(40) as r(i)
            """);
        var drawn = Drawn("class_influence");
        var names = Enumerable.Range(0, drawn.Count).Select(row => drawn.Text(row, "name")).ToList();
        Assert.Equal(31, names.Count);
        Assert.Equal(("class 39", "class 25", "⋯", "class 11"), (names[0], names[14], names[15], names[16]));
        Assert.Contains("crane (11)", names);
        Assert.True(drawn.IsNull(15, "influence"));
    }

    [Fact]
    public void TrainValGroups_KeepsGroupingsApart()
    {
        var drawn = Drawn("train_val_groups");
        var names = Enumerable.Range(0, drawn.Count).Where(row => drawn.Text(row, "unit_set") == "U10").Select(row => drawn.Text(row, "name"));
        Assert.Equal(
            ["overall", "  ", "attn.proj", "ffn.fc1", "ffn.fc2", "   ", "Block 0", "Block 1", "Block 2", "Block 3", "Block 4", "Block 5",
                "    ", "scale 0", "scale 1", "scale 2", "scale 3", "scale 4"],
            names);
    }

    [Theory]
    [InlineData("unit_mem_by_scale", "localization_by_scale")]
    [InlineData("class_influence", "class_influence")]
    [InlineData("half_split", "half_split")]
    [InlineData("roc", "ground_truth")]
    [InlineData("image_correlation", "image_correlation")]
    [InlineData("dataset_inference", "dataset_inference")]
    [InlineData("unit_mem_adds", "unit_mem_adds")]
    [InlineData("capacity", "bits_saved")]
    [InlineData("likelihood_bins", "likelihood_bins")]
    [InlineData("intervention_dose", "dose_response")]
    [InlineData("intervention_scales", "dose_response")]
    public void Query_WithoutTheData_HasNoRows(string name, string table)
    {
        SmallDatabase.Execute(_connection, $"delete from {table}");
        Assert.Equal(0, Drawn(name).Count);
    }
}
