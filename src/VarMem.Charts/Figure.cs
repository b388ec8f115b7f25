using System.Data.Common;
using System.Text.Json;

namespace VarMem.Charts;

/// <summary>A query over the result tables and the Vega-Lite spec that draws its rows.</summary>
public sealed record Figure(string Name, string Sql, string Spec)
{
    /// <summary>Every pair of NAME.sql and NAME.vl.json in sql/figures, by name.</summary>
    public static IReadOnlyList<Figure> All { get; } = [..
        from name in SqlFiles.Names(".vl.json")
        select new Figure(name, SqlFiles.Text($"figures/{name}.sql"), SqlFiles.Text($"figures/{name}.vl.json"))];

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
            var picture = Picture.Of(Name, Title, Sql, part, rows, folder);
            renderer.DrawSpec(picture.Name, Spec, rows, picture.File);
            pictures.Add(picture);
        }
        return pictures;
    }

    /// <summary>What the figure draws.</summary>
    public Rows Query(DbConnection connection) => Rows.QueryFigure(connection, Name, Sql);
}
