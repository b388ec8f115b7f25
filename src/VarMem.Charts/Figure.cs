using System.Data.Common;
using System.Reflection;
using System.Text.Json;

namespace VarMem.Charts;

/// <summary>A query over the result tables and the Vega-Lite spec that draws its rows.</summary>
public sealed record Figure(string Name, string Sql, string Spec)
{
    /// <summary>Every pair of NAME.sql and NAME.vl.json in sql/figures, by name.</summary>
    public static IReadOnlyList<Figure> All { get; } = [..
        from resource in Assembly.GetExecutingAssembly().GetManifestResourceNames()
        where resource.EndsWith(".vl.json", StringComparison.Ordinal)
        let name = resource["figures/".Length..^".vl.json".Length]
        orderby name
        select new Figure(name, Resource($"{name}.sql"), Resource($"{name}.vl.json"))];

    public string Title
    {
        get
        {
            using var spec = JsonDocument.Parse(Spec);
            return spec.RootElement.GetProperty("title").GetProperty("text").GetString()!;
        }
    }

    /// <summary>
    /// Draws the figure into a folder, one picture a part of the model: NAME.png of the transformer, NAME.PART.png of another.
    /// No picture where the query gives no rows, such as train against validation where there are no splits.
    /// </summary>
    public IReadOnlyList<Picture> Draw(DbConnection connection, ChartRenderer renderer, string folder)
    {
        var pictures = new List<Picture>();
        foreach (var (part, rows) in Query(connection).ByPart())
        {
            var picture = Picture.Of(Name, Title, Sql, part, folder);
            renderer.DrawSpec(picture.Name, Spec, rows, picture.File);
            pictures.Add(picture);
        }
        return pictures;
    }

    /// <summary>What the figure draws.</summary>
    public Rows Query(DbConnection connection) => Rows.QueryFigure(connection, Name, Sql);

    internal static string Resource(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"figures/{name}")!;
        return new StreamReader(stream).ReadToEnd();
    }
}
