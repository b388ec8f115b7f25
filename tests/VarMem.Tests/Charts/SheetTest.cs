using VarMem.Analysis;
using VarMem.Charts;
using VarMem.Pipeline.Images;

namespace VarMem.Tests.Charts;

public sealed class SheetTest(ChartRenderer renderer) : IClassFixture<ChartRenderer>, IDisposable
{
    static readonly byte[][] Pictures = [
        .. new[] { "emoji.astonished.png", "emoji.flag-af.png" }
            .Select(name => Thumbnail.ToPng(Repository.File("tests", "reference", "resize", name), name, 208))];

    readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string> Names => [.. Sheet.All.Select(sheet => sheet.Name)];

    static Sheet Named(string name) => Sheet.All.Single(sheet => sheet.Name == name);

    /// <summary>Two pictures in turn, and none for a few images.</summary>
    static byte[]? Picture(string path) => path.EndsWith("9.png", StringComparison.Ordinal) ? null : Pictures[path.Length % 2];

    [Fact]
    public void All_NamesEverySheet() =>
        Assert.Equal(["extracted_pairs", "least_images", "top_images", "top_units_by_depth"], Sheet.All.Select(sheet => sheet.Name));

    [Theory]
    [MemberData(nameof(Names))]
    public void Draw_EqualsReferencePicture(string name)
    {
        using var connection = SmallDatabase.Open();
        ReferencePicture.RequireEqual(Assert.Single(Named(name).Draw(connection, renderer, Picture, _folder.Path)).File);
    }

    [Theory]
    [InlineData("least_images"), InlineData("top_images"), InlineData("top_units_by_depth")]
    public void Draw_WithTokenizer_MakesASheetForEachPart(string name)
    {
        using var connection = SmallDatabase.Open(tokenizer: true);
        var pictures = Named(name).Draw(connection, renderer, Picture, _folder.Path);
        Assert.Equal([_folder.File($"{name}.png"), _folder.File($"{name}.tokenizer.png")], pictures.Select(picture => picture.File));
        Assert.StartsWith("Tokenizer on 100 training images · ", pictures[1].Subtitle, StringComparison.Ordinal);
    }

    [Fact]
    public void TopImages_NoUnits_DrawsNoSheet()
    {
        using var connection = SmallDatabase.Open();
        SmallDatabase.Execute(connection, "update num_mem_units set num_mem_units = 0");
        Assert.Empty(Named("top_images").Draw(connection, renderer, Picture, _folder.Path));
    }

    [Fact]
    public void LeastImages_OrdersByBothCounts()
    {
        using var connection = SmallDatabase.Open();
        SmallDatabase.Execute(connection, "update num_mem_units set num_mem_units = 1");
        SmallDatabase.Execute(connection, "update num_mem_units set num_mem_units = 0, units_owned = 1 where image_id = 40");
        SmallDatabase.Execute(connection, "update num_mem_units set units_owned = 2 where image_id = 50");
        SmallDatabase.Execute(connection, MetricScripts.All.Single(script => script.Name == "18_least_image").Sql);
        var rows = Rows.Query(connection, Named("least_images").Sql);
        Assert.Equal(
            ["0 of U10|1 unit|image 40", "1 of U10|2 units|image 50", "1 of U10|5 units|image 0", "1 of U10|5 units|image 1"],
            Enumerable.Range(0, 4).Select(row => $"{rows.Text(row, "caption_1")}|{rows.Text(row, "caption_2")}|{rows.Text(row, "caption_4")}"));
        Assert.Equal(20, rows.Values.Count);
    }

    /// <summary>At the start, a third, two thirds and the end of any depth; fc1, and in the tokenizer the type with most units.</summary>
    [Theory]
    [InlineData(1, false, "Block 0 · ffn.fc1")]
    [InlineData(3, false, "Block 0 · ffn.fc1|Block 1 · ffn.fc1|Block 2 · ffn.fc1")]
    [InlineData(6, false, "Block 0 · ffn.fc1|Block 2 · ffn.fc1|Block 3 · ffn.fc1|Block 5 · ffn.fc1")]
    [InlineData(16, false, "Block 0 · ffn.fc1|Block 5 · ffn.fc1|Block 10 · ffn.fc1|Block 15 · ffn.fc1")]
    [InlineData(6, true, "Level 0 · quant_conv|Level 1 · quant_conv|Level 2 · quant_conv|Level 3 · quant_conv")]
    public void TopUnitsByDepth_ChoosesBlocksAndType(int blocks, bool tokenizer, string expected)
    {
        using var connection = SmallDatabase.Open(blocks, tokenizer);
        SmallDatabase.Execute(connection, "update layer set unit_count = unit_count + 1 where kind = 'quant_conv'");
        var part = tokenizer ? "tokenizer" : "transformer";
        var rows = Rows.Query(connection, Named("top_units_by_depth").Sql).ByPart().Single(rows => rows.Part == part).Rows;
        var sections = rows.Values.Select((_, row) => rows.Text(row, "section")!).CountBy(section => section).ToList();
        Assert.Equal(expected.Split('|'), sections.Select(section => section.Key));
        Assert.All(sections, section => Assert.Equal(10, section.Value));
    }

    [Fact]
    public void TopUnitsByDepth_ShowsTheOwnersOfTheHighest()
    {
        using var connection = SmallDatabase.Open();
        SmallDatabase.Execute(connection, "update unit_mem set unit_mem = 0.999, owner_image_id = 7 where unit_id = 64 + 11");
        SmallDatabase.Execute(connection, "update unit_mem set unit_mem = 1 where unit_id = 0"); // of attn.proj
        var rows = Rows.Query(connection, Named("top_units_by_depth").Sql);
        Assert.Equal(
            "train/7.png|0.999|fire engine, fire truck & <ladder>|unit 11",
            string.Join('|', new[] { "path", "caption_1", "caption_2", "caption_3" }.Select(column => rows.Text(0, column))));
    }
}
