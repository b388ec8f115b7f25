using System.Globalization;
using System.Text;

namespace VarMem.Charts;

/// <summary>One image of a contact sheet.</summary>
/// <param name="Png">The picture's file content; null where there is none any more, which leaves a grey square.</param>
/// <param name="Captions">The lines below it: the first in bold.</param>
public sealed record Tile(byte[]? Png, IReadOnlyList<string> Captions);

/// <summary>Rows of tiles of a contact sheet.</summary>
/// <param name="Heading">The line above them; null for none.</param>
public sealed record SheetSection(string? Heading, IReadOnlyList<Tile> Tiles);

/// <summary>Sections of images in rows, with a few lines below each image.</summary>
public sealed record ContactSheet(string Title, string Subtitle, IReadOnlyList<SheetSection> Sections)
{
    /// <summary>Images beside each other.</summary>
    const int Usual = 5;

    const int Side = 104, Gap = 14, Padding = 14, HeadHeight = 46, HeadingHeight = 24, LineHeight = 15;

    public int Columns { get; init; } = Usual;

    int ShownColumns => Math.Max(1, Math.Min(Columns, Sections.Max(section => section.Tiles.Count)));

    int RowHeight => Side + LineHeight * Sections.SelectMany(section => section.Tiles).Max(tile => tile.Captions.Count) + 6 + Gap;

    /// <summary>The sheet of a query's rows, one tile a row, with the columns of <see cref="Sheet"/>.</summary>
    public static ContactSheet Of(string title, Rows rows, Func<string, byte[]?> thumbnail)
    {
        var captions = rows.Columns.Select(column => column.Name)
            .Where(name => name.StartsWith("caption_", StringComparison.Ordinal)).ToList();
        Tile Tile(int row) => new(
            thumbnail(rows.Text(row, "path")!),
            [.. captions.Select(caption => rows.Text(row, caption)).OfType<string>().Where(text => text.Length > 0)]);
        return new(title, rows.Text(0, "subtitle")!, [..
            from row in Enumerable.Range(0, rows.Values.Count)
            group Tile(row) by rows.Text(row, "section") into section
            select new SheetSection(section.Key, [.. section])])
        {
            Columns = rows.IndexOf("columns") is >= 0 and var columns ? Convert.ToInt32(rows.Values[0][columns], CultureInfo.InvariantCulture) : Usual,
        };
    }

    /// <summary>The sheet as an SVG document, for <see cref="ChartRenderer.DrawSvg"/>.</summary>
    public string ToSvg()
    {
        var width = Math.Max(2 * Padding + ShownColumns * (Side + Gap) - Gap, 440);
        var height = 2 * Padding + HeadHeight + Sections.Sum(Height) - Gap;
        var svg = new StringBuilder();
        svg.Append($"""
            <svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" font-family="Inter" font-size="11" fill="#333">
            <text x="{Padding}" y="{Padding + 13}" font-size="14" font-weight="600" fill="#1a1a1a">{XmlText.Encode(Title)}</text>
            <text x="{Padding}" y="{Padding + 31}" fill="#5c5c5c">{XmlText.Encode(Subtitle)}</text>
            """);
        var y = Padding + HeadHeight;
        foreach (var section in Sections)
        {
            AppendSection(svg, section, y);
            y += Height(section);
        }
        return svg.Append("</svg>").ToString();
    }

    int Height(SheetSection section) =>
        (section.Heading is null ? 0 : HeadingHeight) + (section.Tiles.Count + ShownColumns - 1) / ShownColumns * RowHeight;

    void AppendSection(StringBuilder svg, SheetSection section, int y)
    {
        if (section.Heading is not null)
        {
            var heading = XmlText.Encode(section.Heading);
            svg.Append($"""<text x="{Padding}" y="{y + 11}" font-size="12" font-weight="600" fill="#1a1a1a">{heading}</text>""");
            y += HeadingHeight;
        }
        foreach (var (i, tile) in section.Tiles.Index())
            AppendTile(svg, tile, Padding + i % ShownColumns * (Side + Gap), y + i / ShownColumns * RowHeight);
    }

    static void AppendTile(StringBuilder svg, Tile tile, int x, int y)
    {
        svg.Append($"""<svg x="{x}" y="{y}" width="{Side}" height="{Side + LineHeight * tile.Captions.Count + 6}">""");
        svg.Append($"""<rect width="{Side}" height="{Side}" fill="{(tile.Png is null ? "#d8d8d8" : "#f4f4f4")}"/>""");
        if (tile.Png is not null)
            svg.Append($"""<image width="{Side}" height="{Side}" href="data:image/png;base64,{Convert.ToBase64String(tile.Png)}"/>""");
        foreach (var (line, caption) in tile.Captions.Index())
        {
            var weight = line == 0 ? " font-weight=\"600\"" : "";
            svg.Append($"""<text y="{Side + 14 + line * LineHeight}"{weight}>{XmlText.Encode(Shorten(caption))}</text>""");
        }
        svg.Append("</svg>");
    }

    /// <summary>What fits below an image, if it is no wider than most text; the rest is cut at the image's edge.</summary>
    static string Shorten(string caption)
    {
        const int Characters = 18;
        return caption.Length <= Characters ? caption : caption[..(Characters - 1)].TrimEnd() + "…";
    }
}
