using VarMem.Charts;

namespace VarMem.Tests.Charts;

public sealed class FigureTest(ChartRenderer renderer) : IClassFixture<ChartRenderer>, IDisposable
{
    readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string> Names => [.. Figure.All.Select(figure => figure.Name)];

    /// <summary>Of images that the model generated, all of which are of its transformer.</summary>
    static bool IsOfGenerated(string name) =>
        name.StartsWith("extraction", StringComparison.Ordinal) || name.StartsWith("nearest_ratio", StringComparison.Ordinal);

    static Figure Named(string name) => Figure.All.Single(figure => figure.Name == name);

    [Fact]
    public void All_NamesEveryFigure() => Assert.Equal(
        [
            "capacity", "class_influence", "concentration", "dataset_inference", "depth_diversity", "extraction_by_scales", "extraction_precision_recall",
            "ground_truth", "half_split", "held_out",
            "image_correlation", "intervention_dose", "intervention_scales", "leave_owners_out", "likelihood_bins", "membership_auroc",
            "membership_roc", "n_curve",
            "nearest_ratio", "nearest_ratio_scores", "roc",
            "score_correlation", "score_histograms", "train_val_groups", "train_val_null", "train_val_owners", "u10_by_block_and_type",
            "u10_by_type", "u10_heatmap", "unit_mem_adds", "unit_mem_by_scale", "unit_mem_heatmap", "unit_mem_histogram",
            "unit_mem_max_by_block_and_type", "unit_mem_mean_by_block_and_type",
        ],
        Figure.All.Select(figure => figure.Name));

    /// <summary>The picture drawn is kept beside the test program: to be looked at, and copied to tests/reference/charts if right.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Draw_EqualsReferencePicture(string name)
    {
        using var connection = SmallDatabase.Open();
        var picture = Assert.Single(Named(name).Draw(connection, renderer, _folder.Path));
        var kept = Path.Combine(AppContext.BaseDirectory, $"{name}.png");
        File.Copy(picture.File, kept, overwrite: true);

        var drawn = Png.Read(picture.File);
        var expected = Png.Read(Repository.File($"tests/reference/charts/{name}.png"));
        Assert.Equal((expected.Width, expected.Height), (drawn.Width, drawn.Height));
        var difference = drawn.DifferenceTo(expected);
        Assert.True(difference < 0.1, $"{kept} differs from the reference by {difference:F3} levels of 255 on average.");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Draw_WithTokenizer_MakesAPictureForEachPart(string name)
    {
        using var connection = SmallDatabase.Open(tokenizer: true);
        var pictures = Named(name).Draw(connection, renderer, _folder.Path);
        Assert.All(pictures, picture => Assert.True(Png.Read(picture.File).Width is > 800 and < 1800));
        Assert.Equal(_folder.File($"{name}.png"), pictures[0].File);
        if (name is "capacity" or "dataset_inference" or "unit_mem_by_scale" || name.StartsWith("membership", StringComparison.Ordinal)
            || name.StartsWith("score", StringComparison.Ordinal) || name.StartsWith("intervention", StringComparison.Ordinal) || IsOfGenerated(name))
            return; // the tokenizer has no scales, and no likelihood
        Assert.Equal(_folder.File($"{name}.tokenizer.png"), Assert.Single(pictures.Skip(1)).File);
        Assert.EndsWith(" (tokenizer)", pictures[1].Title, StringComparison.Ordinal);
    }

    /// <summary>A chart at 30 blocks is as wide as one at 6; only a list of blocks grows, downwards.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Draw_ThirtyBlocks_KeepsItsSize(string name)
    {
        using var six = SmallDatabase.Open(blocks: 6);
        var expected = Png.Read(Named(name).Draw(six, renderer, _folder.Path)[0].File);
        using var thirty = SmallDatabase.Open(blocks: 30);
        var drawn = Png.Read(Named(name).Draw(thirty, renderer, _folder.Path)[0].File);
        var grown = name == "train_val_groups" ? 24 * 30 : 0;
        Assert.InRange(drawn.Height, expected.Height + grown - 4, expected.Height + grown + 4); // a longer label moves what is below it
        Assert.InRange(drawn.Width, expected.Width - 20, expected.Width + 20); // the axis labels may have a digit more
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Draw_WarnsOfNothing(string name)
    {
        using var connection = SmallDatabase.Open();
        var figure = Named(name);
        Assert.Empty(renderer.DrawSpec(name, figure.Spec, figure.Query(connection), _folder.File("figure.png")));
    }

    [Fact]
    public void Draw_NoSplits_LeavesOutTrainAgainstValidation()
    {
        using var connection = SmallDatabase.Open(splits: false);
        foreach (var figure in Figure.All)
        {
            var needsSplits = figure.Name is "capacity" or "dataset_inference" or "ground_truth" or "held_out" or "membership_auroc"
                or "membership_roc" or "roc" or "score_histograms" or "unit_mem_adds"
                || figure.Name.StartsWith("train_val", StringComparison.Ordinal) || IsOfGenerated(figure.Name);
            Assert.Equal(needsSplits ? 0 : 1, figure.Draw(connection, renderer, _folder.Path).Count);
        }
    }

    [Fact]
    public void Draw_NoLikelihood_LeavesOutMembership()
    {
        using var connection = SmallDatabase.Open();
        foreach (var table in new[] { "ground_truth", "image_score", "roc", "score_correlation" })
            SmallDatabase.Execute(connection, $"delete from {table} where part = 'likelihood'");
        foreach (var figure in Figure.All)
        {
            var needsLikelihood = figure.Name is "membership_auroc" or "membership_roc" or "score_correlation" or "score_histograms";
            Assert.Equal(needsLikelihood, figure.Query(connection).Values.Count == 0);
        }
    }

    [Theory]
    [InlineData(true, "Transformer on 100 training images · 34 of them (34.0%) own units of U10")]
    [InlineData(false, "Transformer on 200 images · 67 of them (33.5%) own units of U10")]
    public void Query_SubtitleSaysPopulationAndSize(bool splits, string expected)
    {
        using var connection = SmallDatabase.Open(splits: splits);
        var rows = Named("concentration").Query(connection);
        Assert.All(rows.Values, row => Assert.Equal(expected, row[rows.IndexOf("subtitle")]));
    }

    /// <summary>The curve without the middle of its straight pieces still passes through every image's point.</summary>
    [Fact]
    public void Query_Concentration_KeepsTheWholeCurve()
    {
        using var connection = SmallDatabase.Open();
        var drawn = Rows.Query(connection, "select image_share, u10_share from lorenz where population = 'train' order by rank");
        var rows = Named("concentration").Query(connection);
        double Value(object?[] row, string column) => Convert.ToDouble(row[rows.IndexOf(column)]);
        var corners = rows.Values
            .Where(row => (string)row[rows.IndexOf("series")]! == "curve")
            .Select(row => (X: Value(row, "image_share"), Y: Value(row, "u10_share")))
            .ToList();
        Assert.True(corners.Count < drawn.Values.Count / 2);
        foreach (var point in drawn.Values)
        {
            var (x, y) = (Convert.ToDouble(point[0]), Convert.ToDouble(point[1]));
            var next = Math.Max(1, corners.FindIndex(corner => corner.X >= x - 1e-12));
            var ((x0, y0), (x1, y1)) = (corners[next - 1], corners[next]);
            Assert.Equal(y, y0 + (y1 - y0) * (x - x0) / (x1 - x0), 1e-9);
        }
    }

    [Fact]
    public void Draw_ZeroCounts_IsAPicture()
    {
        using var connection = SmallDatabase.Open();
        SmallDatabase.Execute(connection, "update localization set u10_count = 0");
        SmallDatabase.Execute(connection, "update localization_by_kind set u10_count = 0, u10_share_of_kind = 0, u10_size_adjusted = 0");
        Assert.True(Png.Read(Assert.Single(Named("u10_by_block_and_type").Draw(connection, renderer, _folder.Path)).File).Width > 900);
        Assert.True(Png.Read(Assert.Single(Named("u10_by_type").Draw(connection, renderer, _folder.Path)).File).Width > 900);
    }

    [Fact]
    public void Draw_NotAnalyzed_SaysWhatToRun()
    {
        using var connection = SmallDatabase.Open();
        SmallDatabase.Execute(connection, "drop table localization");
        var error = Assert.Throws<ChartException>(() => Named("u10_by_block_and_type").Draw(connection, renderer, _folder.Path));
        Assert.StartsWith("The query of figure 'u10_by_block_and_type' failed: ", error.Message, StringComparison.Ordinal);
        Assert.Matches(@"localization\b.* The result tables are made by 'varmem analyze'; run it first\.$", error.Message);
    }
}
