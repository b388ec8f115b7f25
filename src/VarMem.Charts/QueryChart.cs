using System.Data.Common;
using System.Text.Json.Nodes;

namespace VarMem.Charts;

/// <summary>How to draw the rows of a query; columns by name.</summary>
public readonly record struct QueryChartOptions
{
    public QueryChartOptions()
    {
    }

    /// <summary>bar, line, area, point, tick, rect or boxplot.</summary>
    public string Mark { get; init; } = "bar";

    /// <summary>The column along the horizontal axis.</summary>
    public required string X { get; init; }

    /// <summary>The column along the vertical axis.</summary>
    public required string Y { get; init; }

    /// <summary>The column that gives the colour; null for one colour.</summary>
    public string? Color { get; init; }

    /// <summary>The line above the chart; null for none.</summary>
    public string? Title { get; init; }
}

/// <summary>A chart of any query: the columns' types decide those of the axes, the query's order is the order of names.</summary>
public static class QueryChart
{
    static readonly string[] Marks = ["bar", "line", "area", "point", "tick", "rect", "boxplot"];

    /// <summary>Draws the query's rows with one mark.</summary>
    public static void Draw(DbConnection connection, string sql, QueryChartOptions options, ChartRenderer renderer, string file)
    {
        var rows = Query(connection, sql);
        renderer.DrawSpec("chart", Spec(rows, options), rows, file);
    }

    /// <summary>Draws the query's rows with a Vega-Lite spec from a file; returns what Vega-Lite warned of.</summary>
    public static IReadOnlyList<string> DrawSpecFile(
        DbConnection connection, string sql, string specFile, ChartRenderer renderer, string file)
    {
        if (!File.Exists(specFile))
            throw Throw.SpecFileMissing(specFile);
        return renderer.DrawSpec(specFile, File.ReadAllText(specFile), Query(connection, sql), file);
    }

    static Rows Query(DbConnection connection, string sql)
    {
        var rows = Rows.Query(connection, sql);
        return rows.Values.Count > 0 ? rows : throw Throw.NoRows();
    }

    internal static string Spec(Rows rows, QueryChartOptions options)
    {
        if (!Marks.Contains(options.Mark))
            throw Throw.UnknownMark(options.Mark, Marks);
        var x = Field(rows, "--x", options.X);
        var y = Field(rows, "--y", options.Y);

        // Bars and cells stand on places of their own: whole numbers along their axis are names, not amounts.
        var xIsPlace = options.Mark is "rect" && x.IsInteger || options.Mark is "bar" or "boxplot" && x.IsInteger && y.IsNumber;
        var yIsPlace = options.Mark is "rect" && y.IsInteger;
        var encoding = new JsonObject { ["x"] = Encoding(x, xIsPlace), ["y"] = Encoding(y, yIsPlace) };
        if (options.Color is not null)
            encoding["color"] = Encoding(Field(rows, "--color", options.Color), isPlace: false);

        var spec = new JsonObject
        {
            ["data"] = new JsonObject { ["name"] = "table" },
            ["mark"] = new JsonObject { ["type"] = options.Mark, ["point"] = options.Mark is "line" && rows.Values.Count <= 100 },
            ["encoding"] = encoding,
        };
        if (options.Title is not null)
            spec["title"] = options.Title;
        if (xIsPlace || IsName(x))
            GiveNamesRoom(spec, rows, x, "x");
        if (yIsPlace || IsName(y))
            GiveNamesRoom(spec, rows, y, "y");
        return spec.ToJsonString();
    }

    static Column Field(Rows rows, string option, string name) =>
        rows.IndexOf(name) is >= 0 and var i ? rows.Columns[i] : throw Throw.UnknownColumn(option, name, rows.Columns);

    static JsonObject Encoding(Column column, bool isPlace)
    {
        var encoding = new JsonObject
        {
            ["field"] = Escape(column.Name),
            ["type"] = isPlace ? "ordinal" : TypeOf(column),
            ["title"] = column.Name,
        };
        if (IsName(column))
            encoding["sort"] = null;
        return encoding;
    }

    static string TypeOf(Column column) => column.IsNumber ? "quantitative" : column.IsTime ? "temporal" : "nominal";

    static bool IsName(Column column) => TypeOf(column) is "nominal";

    /// <summary>The chart grows where its names would overlap; names below it stand level while they fit.</summary>
    static void GiveNamesRoom(JsonObject spec, Rows rows, Column column, string channel)
    {
        const double Width = 480, Height = 240, CharacterWidth = 6.5, LineHeight = 15; // the sizes of theme.json
        var names = rows.Values.Select(row => row[rows.IndexOf(column.Name)]?.ToString() ?? "null").Distinct().ToList();
        var place = (channel is "x" ? Width : Height) / names.Count;
        if (channel is "x")
        {
            var areLevel = names.Max(name => name.Length) * CharacterWidth <= place;
            spec["encoding"]!["x"]!["axis"] = new JsonObject { ["labelAngle"] = areLevel ? 0 : -45 };
        }
        if (place < LineHeight)
            spec[channel is "x" ? "width" : "height"] = new JsonObject { ["step"] = LineHeight };
    }

    /// <summary>Vega-Lite reads dots and brackets in a field's name as a path.</summary>
    static string Escape(string column) => column.Replace("\\", "\\\\").Replace(".", "\\.").Replace("[", "\\[").Replace("]", "\\]");
}
