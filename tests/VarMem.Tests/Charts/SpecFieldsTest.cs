using VarMem.Charts;

namespace VarMem.Tests.Charts;

/// <summary>Fields of a spec that are not there, and those that its transforms make.</summary>
public sealed class SpecFieldsTest(ChartRenderer renderer) : IClassFixture<ChartRenderer>, IDisposable
{
    static readonly Rows Rows = new(
        [
            new("unit_mem", typeof(double)), new("block", typeof(int)), new("kind", typeof(string)),
            new("a.b", typeof(double)), new("list", typeof(double[])),
        ],
        [[0.5, 0, "fc1", 1.0, new[] { 1.0 }], [0.25, 1, "fc2", 2.0, new[] { 2.0, 3.0 }], [0.75, 2, "fc1", 3.0, new[] { 4.0 }]]);

    const string Columns = "its columns are unit_mem, block, kind, a.b, list";

    readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    void Draw(string spec) => renderer.DrawSpec("f", spec, Rows, _folder.File("f.png"));

    string Fails(string spec)
    {
        var prefix = $"'f' could not be drawn to {_folder.File("f.png")}: the spec has a field ";
        var message = Assert.Throws<ChartException>(() => Draw(spec)).Message;
        Assert.StartsWith(prefix, message, StringComparison.Ordinal);
        return message[prefix.Length..];
    }

    static string Point(string field) => $$"""
        "mark": "point", "encoding": { "x": { "field": "{{field}}", "type": "quantitative" } }
        """;

    static string After(string transforms, string field) => $$"""{ "transform": [{{transforms}}], {{Point(field)}} }""";

    [Fact]
    public void MissingColumn_NamesTheNearestThenAll()
    {
        Assert.Equal($"'unit_mme', which the query does not give; nearest: unit_mem; {Columns}.", Fails($"{{ {Point("unit_mme")} }}"));
        Assert.Equal($"'Block', which the query does not give; nearest: block; {Columns}.", Fails($"{{ {Point("Block")} }}"));
        Assert.Equal($"'something', which the query does not give; {Columns}.", Fails($"{{ {Point("something")} }}"));
        Assert.Equal($"'a', which the query does not give; {Columns}.", Fails($"{{ {Point("a")} }}"));
    }

    [Theory]
    [InlineData("a\\\\.b")]
    [InlineData("list[0]")]
    public void PathsAndEscapes_AreColumns(string field) => Draw($"{{ {Point(field)} }}");

    /// <summary>Every transform that makes fields: what it makes is there behind it, a misspelt one is not, and neither is what it reads.</summary>
    [Theory]
    [InlineData("""{ "calculate": "datum.unit_mem * 2", "as": "twice" }""", "twice")]
    [InlineData("""{ "calculate": "datum['unit_mem'] * 2", "as": "twice" }""", "twice")]
    [InlineData("""{ "aggregate": [{ "op": "mean", "field": "unit_mem", "as": "mean" }, { "op": "count", "as": "n" }], "groupby": ["kind"] }""", "n")]
    [InlineData("""{ "joinaggregate": [{ "op": "max", "field": "unit_mem", "as": "most" }] }""", "most")]
    [InlineData("""{ "window": [{ "op": "rank", "as": "rank" }], "sort": [{ "field": "unit_mem" }], "groupby": ["kind"] }""", "rank")]
    [InlineData("""{ "bin": true, "field": "unit_mem", "as": "bin" }""", "bin_end")]
    [InlineData("""{ "bin": true, "field": "unit_mem", "as": ["from", "to"] }""", "to")]
    [InlineData("""{ "timeUnit": "year", "field": "unit_mem", "as": "year" }""", "year")]
    [InlineData("""{ "fold": ["unit_mem", "block"] }""", "value")]
    [InlineData("""{ "fold": ["unit_mem", "block"], "as": ["measure", "amount"] }""", "amount")]
    [InlineData("""{ "flatten": ["list"], "as": ["item"] }""", "item")]
    [InlineData("""{ "stack": "unit_mem", "groupby": ["kind"], "as": "y" }""", "y_end")]
    [InlineData("""{ "stack": "unit_mem", "groupby": ["kind"], "as": ["low", "high"] }""", "high")]
    [InlineData("""{ "density": "unit_mem", "groupby": ["kind"] }""", "density")]
    [InlineData("""{ "regression": "unit_mem", "on": "block" }""", "block")]
    [InlineData("""{ "loess": "unit_mem", "on": "block", "as": ["x", "smooth"] }""", "smooth")]
    [InlineData("""{ "quantile": "unit_mem", "probs": [0.5] }""", "prob")]
    [InlineData("""{ "pivot": "kind", "value": "unit_mem", "groupby": ["block"] }""", "fc2")]
    [InlineData("""{ "lookup": "kind", "from": { "data": { "values": [{ "k": "fc1", "label": 1 }] }, "key": "k", "fields": ["label"] } }""", "label")]
    [InlineData("""{ "impute": "unit_mem", "key": "block", "groupby": ["kind"] }""", "unit_mem")]
    [InlineData("""{ "filter": { "and": [{ "field": "unit_mem", "gt": 0 }, "datum.unit_mem > 0"] } }""", "block")]
    public void Transform_MakesItsFields(string transform, string made)
    {
        Draw(After(transform, made));
        Assert.StartsWith("'unmade', which ", Fails(After(transform, "unmade")), StringComparison.Ordinal);
        var read = transform.Contains("unit_mem", StringComparison.Ordinal) ? "unit_mem" : transform.Contains("list", StringComparison.Ordinal) ? "list" : "kind";
        var message = Fails(After(transform.Replace(read, $"{read}s", StringComparison.Ordinal), made));
        Assert.StartsWith($"'{read}s', which the query does not give; nearest: {read}; ", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Aggregate_LeavesOnlyWhatItGives() => Assert.Equal(
        "'block', which neither the data nor a transform gives there; there are kind, mean.",
        Fails(After("""{ "aggregate": [{ "op": "mean", "field": "unit_mem", "as": "mean" }], "groupby": ["kind"] }""", "block")));

    [Fact]
    public void FieldsOfATransform_AreNotThereBeforeIt() => Assert.StartsWith(
        "'twice', which the query does not give; ",
        Fails(After("""{ "filter": "datum.twice > 1" }, { "calculate": "datum.unit_mem * 2", "as": "twice" }""", "twice")),
        StringComparison.Ordinal);

    [Fact]
    public void Layers_SeeWhatIsAroundThem_AndTheirOwnData()
    {
        const string Spec = """
            {
              "transform": [{ "calculate": "2 * datum.unit_mem", "as": "twice" }],
              "encoding": { "x": { "field": "@x", "type": "quantitative" }, "color": { "field": "kind" } },
              "layer": [
                {
                  "transform": [{ "calculate": "1", "as": "own" }],
                  "mark": "point", "encoding": { "y": { "field": "own", "type": "quantitative" } }
                },
                {
                  "data": { "values": [{ "at": 1 }, { "text": "a" }] },
                  "mark": "text", "encoding": { "x": { "field": "at" }, "text": { "field": "@text" } }
                },
                { "data": { "name": "table" }, "mark": "rule", "encoding": { "x": { "field": "block", "type": "quantitative" } } }
              ]
            }
            """;
        static string With(string x, string text) =>
            Spec.Replace("@x", x, StringComparison.Ordinal).Replace("@text", text, StringComparison.Ordinal);
        Draw(With("twice", "text"));
        Assert.Equal(
            "'tex', which neither the data nor a transform gives there; nearest: text; there are at, text.", Fails(With("twice", "tex")));
        Assert.StartsWith("'thrice', which ", Fails(With("thrice", "text")), StringComparison.Ordinal);
    }

    [Fact]
    public void RepeatFacetAndConcat_AreReadThrough()
    {
        const string Repeat = """
            {
              "repeat": { "column": ["unit_mem", "@column"] },
              "spec": { "mark": "point", "encoding": { "x": { "field": { "repeat": "column" }, "type": "quantitative" } } }
            }
            """;
        Draw(Repeat.Replace("@column", "block", StringComparison.Ordinal));
        Assert.StartsWith(
            "'blok', which the query does not give; nearest: block; ",
            Fails(Repeat.Replace("@column", "blok", StringComparison.Ordinal)),
            StringComparison.Ordinal);
        Assert.StartsWith("'knd', ", Fails($$"""{ "facet": { "field": "knd" }, "spec": { {{Point("block")}} } }"""), StringComparison.Ordinal);
        Assert.StartsWith("'blok', ", Fails($$"""{ "hconcat": [{ {{Point("block")}} }, { {{Point("blok")}} }] }"""), StringComparison.Ordinal);
    }

    /// <summary>In a title, in a condition, in a sort order, in one of several channels.</summary>
    [Theory]
    [InlineData("""{ "title": { "text": { "expr": "data('table')[0].unitmem" } }, "mark": "point" }""")]
    [InlineData("""{ "mark": "point", "encoding": { "color": { "condition": { "test": "datum.unitmem > 1", "value": "red" } } } }""")]
    [InlineData("""{ "mark": "bar", "encoding": { "x": { "field": "kind", "sort": { "field": "unitmem" } } } }""")]
    [InlineData("""{ "mark": "bar", "encoding": { "tooltip": [{ "field": "kind" }, { "field": "unitmem" }] } }""")]
    public void OtherPlaces_AreChecked(string spec) =>
        Assert.StartsWith("'unitmem', which the query does not give; nearest: unit_mem; ", Fails(spec), StringComparison.Ordinal);

    /// <summary>An axis has labels of its own, a mark an extent, a stack a way and a count a name that are no fields.</summary>
    [Theory]
    [InlineData("""{ "mark": "point", "encoding": { "x": { "field": "block", "axis": { "labelExpr": "datum.label" } } } }""")]
    [InlineData("""{ "mark": { "type": "boxplot", "extent": "min-max" }, "encoding": { "y": { "field": "unit_mem", "type": "quantitative" } } }""")]
    [InlineData("""{ "mark": "bar", "encoding": { "x": { "field": "unit_mem", "type": "quantitative", "stack": "normalize" } } }""")]
    [InlineData("""
        {
          "mark": "bar",
          "encoding": {
            "x": { "field": "kind" }, "y": { "aggregate": "count" },
            "color": { "condition": { "test": "datum.__count > 1", "value": "red" }, "value": "blue" }
          }
        }
        """)]
    public void WordsThatAreNoFields_Pass(string spec) => Draw(spec);
}
