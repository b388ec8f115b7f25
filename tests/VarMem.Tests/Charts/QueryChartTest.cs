using System.Numerics;
using System.Text.Json.Nodes;
using VarMem.Charts;

namespace VarMem.Tests.Charts;

public class QueryChartTest(ChartRenderer renderer) : IClassFixture<ChartRenderer>
{
    static readonly Column[] Columns = [
        new("block", typeof(int)), new("total", typeof(BigInteger)), new("mean", typeof(double)), new("kind", typeof(string)),
        new("done", typeof(DateTime)), new("a.b[0]", typeof(bool))];

    static JsonNode Encoding(string mark, string x, string y, string? color = null) =>
        Spec(mark, x, y, color)["encoding"]!;

    static JsonNode Spec(string mark, string x, string y, string? color = null, int rows = 1) => JsonNode.Parse(QueryChart.Spec(
        new(Columns, [.. Enumerable.Range(0, rows).Select(i => new object?[] { i, i, 0.5, $"kind {i}", DateTime.UnixEpoch, true })]),
        new() { Mark = mark, X = x, Y = y, Color = color, Title = "T" }))!;

    [Theory]
    [InlineData("line", "block", "mean", "quantitative", "quantitative")]
    [InlineData("bar", "block", "total", "ordinal", "quantitative")]
    [InlineData("bar", "total", "kind", "quantitative", "nominal")]
    [InlineData("bar", "mean", "total", "quantitative", "quantitative")]
    [InlineData("boxplot", "block", "mean", "ordinal", "quantitative")]
    [InlineData("rect", "block", "total", "ordinal", "ordinal")]
    [InlineData("point", "done", "a.b[0]", "temporal", "nominal")]
    public void Spec_InfersTypes(string mark, string x, string y, string xType, string yType)
    {
        var encoding = Encoding(mark, x, y);
        Assert.Equal((xType, yType), ((string)encoding["x"]!["type"]!, (string)encoding["y"]!["type"]!));
    }

    [Fact]
    public void Spec_ColourByNameAndByAmount()
    {
        Assert.Equal("nominal", (string)Encoding("bar", "block", "mean", "kind")["color"]!["type"]!);
        Assert.Equal("quantitative", (string)Encoding("rect", "block", "kind", "mean")["color"]!["type"]!);
        Assert.Null(Encoding("bar", "block", "mean")["color"]);
    }

    [Fact]
    public void Spec_FieldsWithDotsAndBrackets_AreEscaped()
    {
        var y = Encoding("point", "block", "a.b[0]")["y"]!;
        Assert.Equal((@"a\.b\[0\]", "a.b[0]"), ((string)y["field"]!, (string)y["title"]!));
    }

    [Theory]
    [InlineData(3, 0, null)]
    [InlineData(20, -45, null)]
    [InlineData(100, -45, 15)]
    public void Spec_GivesNamesRoom(int names, int angle, int? step)
    {
        var spec = Spec("bar", "kind", "mean", rows: names);
        Assert.Equal(angle, (int)spec["encoding"]!["x"]!["axis"]!["labelAngle"]!);
        Assert.Equal(step, (int?)spec["width"]?["step"]);
        Assert.Equal(names > 16 ? 15 : null, (int?)Spec("bar", "mean", "kind", rows: names)["height"]?["step"]);
    }

    [Fact]
    public void Spec_UnknownColumn_ListsColumns()
    {
        var error = Assert.Throws<ChartException>(() => Encoding("bar", "blok", "mean"));
        Assert.Equal(
            "--x names the column 'blok', which the query does not give; its columns are block, total, mean, kind, done, a.b[0].",
            error.Message);
    }

    [Fact]
    public void Spec_UnknownMark_ListsMarks()
    {
        var error = Assert.Throws<ChartException>(() => Encoding("pie", "block", "mean"));
        Assert.Equal(
            "There is no mark 'pie'; the marks are bar, line, area, point, tick, rect, boxplot. "
            + "Anything else can be drawn with a spec file.", error.Message);
    }

    [Fact]
    public void Draw_EveryMarkOnAQuery_IsAPicture()
    {
        using var folder = new TempFolder();
        using var connection = SmallDatabase.Open();
        foreach (var mark in new[] { "bar", "line", "area", "point", "tick", "rect", "boxplot" })
        {
            QueryChart.Draw(connection, "select block, sum(u10_count) as \"U10 (units)\", kind from localization group by all order by all",
                new() { Mark = mark, X = "block", Y = "U10 (units)", Color = "kind", Title = mark }, renderer, folder.File($"{mark}.png"));
            Assert.True(Png.Read(folder.File($"{mark}.png")).Width > 900);
        }
    }

    [Fact]
    public void Draw_NoRows_SaysSo()
    {
        using var connection = SmallDatabase.Open();
        var error = Assert.Throws<ChartException>(() =>
            QueryChart.Draw(connection, "select 1 as a where false", new() { X = "a", Y = "a" }, renderer, "never.png"));
        Assert.Equal("The query gave no rows, so there is nothing to draw.", error.Message);
    }

    [Fact]
    public void DrawSpecFile_DrawsOrSaysWhatIsWrong()
    {
        using var folder = new TempFolder();
        using var connection = SmallDatabase.Open();
        var spec = folder.File("my.vl.json");
        void Draw() => QueryChart.DrawSpecFile(connection, "select 1 as a", spec, renderer, folder.File("my.png"));

        Assert.Equal(
            $"There is no file {spec}; expected a Vega-Lite spec to draw the query with.", Assert.Throws<ChartException>(Draw).Message);
        File.WriteAllText(spec, """{ "mark": "bar", "encoding": { "x": { "field": "a", "type": "quantitative" } """);
        Assert.Matches(@" is not valid JSON at line 1, column \d+: .* Expected a Vega-Lite spec\.$", Assert.Throws<ChartException>(Draw).Message);
        File.WriteAllText(spec, """{ "mark": "bar", /* why */ "encoding": { "x": { "field": "a", "type": "quantitative" } }, }""");
        Draw();
        Assert.True(Png.Read(folder.File("my.png")).Width > 900);
    }
}
