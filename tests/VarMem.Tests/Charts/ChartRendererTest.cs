using VarMem.Charts;

namespace VarMem.Tests.Charts;

public sealed class ChartRendererTest(ChartRenderer renderer) : IClassFixture<ChartRenderer>, IDisposable
{
    static readonly Rows Rows = new(
        [new("a", typeof(string)), new("b", typeof(double))], [["x", 1.5], ["y <&> z", double.NaN], [null, 3.0]]);
    const string Spec = """
        { "mark": "bar", "width": 100, "height": 80, "encoding": { "x": { "field": "a" }, "y": { "field": "b", "type": "quantitative" } } }
        """;

    readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void DrawSpec_MakesFoldersAndLeavesNothingElse()
    {
        Assert.Empty(renderer.DrawSpec("a", Spec, Rows, _folder.File("new/folder/a.png")));
        Assert.Equal([_folder.File("new/folder/a.png")], Directory.GetFiles(_folder.File("new/folder")));
        Assert.InRange(Png.Read(_folder.File("new/folder/a.png")).Height, 200, 400);
    }

    [Fact]
    public void DrawSpec_Twice_IsTheSamePicture()
    {
        renderer.DrawSpec("a", Spec, Rows, _folder.File("a.png"));
        using var other = new ChartRenderer();
        other.DrawSpec("a", Spec, Rows, _folder.File("b.png"));
        Assert.Equal(File.ReadAllBytes(_folder.File("a.png")), File.ReadAllBytes(_folder.File("b.png")));
    }

    [Fact]
    public void DrawSpec_LayerTypes_KeepTheirColour()
    {
        const string Strip = """
            { "mark": "rect", "width": 60, "height": 20, "padding": 0, "encoding": { "color": { "field": "kind", "legend": null } } }
            """;
        string ColourOf(params string[] kinds)
        {
            var rows = new Rows([new("kind", typeof(string))], [.. kinds.Select(kind => new object?[] { kind })]);
            renderer.DrawSpec("a", Strip, rows, _folder.File("a.png"));
            return Png.Read(_folder.File("a.png")).At(60, 20);
        }
        Assert.Equal("#0072b2", ColourOf("ffn.fc1"));
        Assert.Equal("#009e73", ColourOf("ffn.fc1", "ffn.fc2"));
        Assert.Equal("#e69f00", ColourOf("encoder.conv_in", "attn.proj"));
        Assert.Equal("#cc79a7", ColourOf("encoder.conv_in"));
    }

    [Fact]
    public void DrawSpec_UnusableField_Warns()
    {
        const string Unusable = """{ "mark": "bar", "encoding": { "abscissa": { "field": "a" } } }""";
        var warnings = renderer.DrawSpec("a", Unusable, Rows, _folder.File("a.png"));
        Assert.Contains("abscissa", Assert.Single(warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void DrawSpec_UnknownMark_NamesFigureAndReason_AndTheNextStillDraws()
    {
        var error = Assert.Throws<ChartException>(() =>
            renderer.DrawSpec("my figure", """{ "mark": "barr" }""", Rows, _folder.File("a.png")));
        Assert.StartsWith($"'my figure' could not be drawn to {_folder.File("a.png")}: ", error.Message, StringComparison.Ordinal);
        Assert.Contains("are all marks and types ones that it has?", error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.File("a.png")));
        renderer.DrawSpec("a", Spec, Rows, _folder.File("a.png"));
    }

    [Fact]
    public void DrawSpec_SyntaxError_SaysWhere()
    {
        var error = Assert.Throws<ChartException>(() =>
            renderer.DrawSpec("my.vl.json", "{\n  \"mark\": bar\n}", Rows, _folder.File("a.png")));
        Assert.Equal(
            "my.vl.json is not valid JSON at line 2, column 11: 'b' is an invalid start of a value. Expected a Vega-Lite spec.",
            error.Message);
    }

    [Fact]
    public void DrawSpec_NotAnObject_SaysWhatWasFound()
    {
        var error = Assert.Throws<ChartException>(() => renderer.DrawSpec("my.vl.json", "[1]", Rows, _folder.File("a.png")));
        Assert.Equal(
            "my.vl.json holds a JSON array; expected a Vega-Lite spec, which is an object: {\"mark\": …, \"encoding\": …}.", error.Message);
    }

    [Fact]
    public void DrawSpec_UnknownField_ListsColumns()
    {
        var error = Assert.Throws<ChartException>(() =>
            renderer.DrawSpec("my.vl.json", """{ "encoding": { "x": { "field": "c\\.d" } } }""", Rows, _folder.File("a.png")));
        Assert.Equal(
            $"'my.vl.json' could not be drawn to {_folder.File("a.png")}: "
            + "the spec has a field 'c.d', which the query does not give; its columns are a, b.", error.Message);
    }

    [Fact]
    public void DrawSvg_Malformed_NamesSheet()
    {
        var error = Assert.Throws<ChartException>(() => renderer.DrawSvg("sheet", "<svg", _folder.File("a.png")));
        Assert.StartsWith($"'sheet' could not be drawn to {_folder.File("a.png")}: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void DrawSpec_OntoAFolder_LeavesItAlone()
    {
        Directory.CreateDirectory(_folder.File("a.png"));
        Assert.Throws<ChartException>(() => renderer.DrawSpec("a", Spec, Rows, _folder.File("a.png")));
        Assert.True(Directory.Exists(_folder.File("a.png")));
    }

    [Fact]
    public void New_NodeMissing_SaysWhatToInstall()
    {
        var error = Assert.Throws<ChartException>(() => new ChartRenderer("no-such-node", "render.mjs"));
        Assert.StartsWith("Charts are drawn by Node.js, and 'no-such-node' could not be started: ", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("Install Node.js 20 or later so that 'no-such-node' is on the PATH.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void DrawSpec_PackagesMissing_SaysWhatToDo()
    {
        File.Copy(Path.Combine(AppContext.BaseDirectory, "render.mjs"), _folder.File("render.mjs"));
        using var other = new ChartRenderer("node", _folder.File("render.mjs"));
        var error = Assert.Throws<ChartException>(() => other.DrawSpec("a", Spec, Rows, _folder.File("a.png")));
        Assert.Equal(
            $"The chart renderer {_folder.File("render.mjs")} found no npm packages in a node_modules folder above it. "
            + "Build VarMem again, or run 'npm ci --ignore-scripts' in its repository.", error.Message);
    }

    [Fact]
    public void DrawSpec_NodeStops_ShowsWhatItSaid()
    {
        File.WriteAllText(_folder.File("render.mjs"), "console.error('out of luck'); process.exit(3);");
        using var other = new ChartRenderer("node", _folder.File("render.mjs"));
        var error = Assert.Throws<ChartException>(() => other.DrawSpec("a", Spec, Rows, _folder.File("a.png")));
        Assert.Equal("Node.js stopped while it drew 'a': out of luck.", error.Message);
    }
}
