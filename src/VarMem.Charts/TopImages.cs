using System.Data.Common;
using System.Globalization;

namespace VarMem.Charts;

/// <summary>The contact sheet of the images that own most units of U10.</summary>
public static class TopImages
{
    const string Name = "top_images", Title = "Images that own most units of U10";

    /// <summary>Draws top_images.png, one sheet a part of the model; none where no image owns a unit of U10.</summary>
    /// <param name="connection">The database, analyzed.</param>
    /// <param name="renderer">What draws the sheet.</param>
    /// <param name="thumbnail">Gives an image's PNG by its path below the images folder; null where the file is not there any more.</param>
    /// <param name="folder">Where the sheets go.</param>
    public static IReadOnlyList<Picture> Draw(
        DbConnection connection, ChartRenderer renderer, Func<string, byte[]?> thumbnail, string folder)
    {
        var sql = Figure.Resource($"{Name}.sql");
        var pictures = new List<Picture>();
        foreach (var (part, rows) in Rows.QueryFigure(connection, Name, sql).ByPart())
        {
            var picture = Picture.Of(Name, Title, sql, part, folder);
            var subtitle = (string)rows.Values[0][rows.IndexOf("subtitle")]!;
            var sheet = new ContactSheet(Title, subtitle, [.. rows.Values.Select(row => Tile(rows, row, thumbnail))]);
            renderer.DrawSvg(picture.Name, sheet.ToSvg(), picture.File);
            pictures.Add(picture);
        }
        return pictures;
    }

    static Tile Tile(Rows rows, object?[] row, Func<string, byte[]?> thumbnail)
    {
        object? Value(string column) => row[rows.IndexOf(column)];
        var units = Convert.ToInt64(Value("num_mem_units"), CultureInfo.InvariantCulture);
        string[] captions = [
            string.Create(CultureInfo.InvariantCulture, $"{units:N0} {(units == 1 ? "unit" : "units")}"),
            Value("class_name") as string ?? "",
            $"image {Value("image_id")}"];
        return new(thumbnail((string)Value("path")!), [.. captions.Where(caption => caption.Length > 0)]);
    }
}
