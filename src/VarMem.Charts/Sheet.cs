using System.Data.Common;

namespace VarMem.Charts;

/// <summary>
/// A query for images and the sheet that shows them. Its columns: subtitle and path (of the image, below the images folder); caption_1,
/// caption_2 and so on, the lines below the image, left out where NULL; optionally section, a heading above the rows that have it in
/// common, part, which makes sheets of their own, and columns, how many images stand beside each other. Its title is the line <c>-- Title: …</c> at the query's head.
/// </summary>
public sealed record Sheet(string Name, string Sql)
{
    /// <summary>Every NAME.sheet.sql in sql/figures, by name.</summary>
    public static IReadOnlyList<Sheet> All { get; } =
        [.. SqlFiles.Names(".sheet.sql").Select(name => new Sheet(name, SqlFiles.Text($"figures/{name}.sheet.sql")))];

    public string Title => SqlHeader.Of(Sql).Title!;

    /// <summary>Draws NAME.png, one sheet a part of the model as for a figure; none where the query gives no rows.</summary>
    /// <param name="connection">The database, analyzed.</param>
    /// <param name="renderer">What draws the sheet.</param>
    /// <param name="thumbnail">Gives an image's PNG by its path below the images folder; null where the file is not there any more.</param>
    /// <param name="folder">Where the sheets go.</param>
    public IReadOnlyList<Picture> Draw(
        DbConnection connection, ChartRenderer renderer, Func<string, byte[]?> thumbnail, string folder)
    {
        var pictures = new List<Picture>();
        foreach (var (part, rows) in Rows.QueryFigure(connection, Name, Sql).ByPart())
        {
            var picture = Picture.Of(Name, Title, Sql, part, rows, folder);
            renderer.DrawSvg(picture.Name, ContactSheet.Of(Title, rows, thumbnail).ToSvg(), picture.File);
            pictures.Add(picture);
        }
        return pictures;
    }
}
