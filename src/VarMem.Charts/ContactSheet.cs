using System.Net;
using System.Text;

namespace VarMem.Charts;

/// <summary>One image of a contact sheet.</summary>
/// <param name="Png">The picture's file content; null where there is none any more, which leaves a grey square.</param>
/// <param name="Captions">The lines below it: the first in bold.</param>
public sealed record Tile(byte[]? Png, IReadOnlyList<string> Captions);

/// <summary>A grid of images with a line or two below each.</summary>
public sealed record ContactSheet(string Title, string Subtitle, IReadOnlyList<Tile> Tiles)
{
    const int Side = 104, Gap = 14, Padding = 14, HeadHeight = 46, LineHeight = 15;

    public int Columns { get; init; } = 5;

    /// <summary>The sheet as an SVG document, for <see cref="ChartRenderer.DrawSvg"/>.</summary>
    public string ToSvg()
    {
        var columns = Math.Max(1, Math.Min(Columns, Tiles.Count));
        var captionHeight = LineHeight * Tiles.Max(tile => tile.Captions.Count) + 6;
        var width = Math.Max(2 * Padding + columns * (Side + Gap) - Gap, 440);
        var rowHeight = Side + captionHeight + Gap;
        var height = 2 * Padding + HeadHeight + (Tiles.Count + columns - 1) / columns * rowHeight - Gap;

        var svg = new StringBuilder();
        svg.Append($"""
            <svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" font-family="Inter" font-size="11" fill="#333">
            <text x="{Padding}" y="{Padding + 13}" font-size="14" font-weight="600" fill="#1a1a1a">{Encode(Title)}</text>
            <text x="{Padding}" y="{Padding + 31}" fill="#5c5c5c">{Encode(Subtitle)}</text>
            """);
        for (var i = 0; i < Tiles.Count; i++)
            AppendTile(svg, Tiles[i], Padding + i % columns * (Side + Gap), Padding + HeadHeight + i / columns * rowHeight);
        return svg.Append("</svg>").ToString();
    }

    static void AppendTile(StringBuilder svg, Tile tile, int x, int y)
    {
        svg.Append($"""<svg x="{x}" y="{y}" width="{Side}" height="{Side + LineHeight * tile.Captions.Count + 6}">""");
        svg.Append($"""<rect width="{Side}" height="{Side}" fill="{(tile.Png is null ? "#d8d8d8" : "#f4f4f4")}"/>""");
        if (tile.Png is not null)
            svg.Append($"""<image width="{Side}" height="{Side}" href="data:image/png;base64,{Convert.ToBase64String(tile.Png)}"/>""");
        for (var line = 0; line < tile.Captions.Count; line++)
        {
            var weight = line == 0 ? " font-weight=\"600\"" : "";
            svg.Append($"""<text y="{Side + 14 + line * LineHeight}"{weight}>{Encode(Shorten(tile.Captions[line]))}</text>""");
        }
        svg.Append("</svg>");
    }

    /// <summary>What fits below an image, if it is no wider than most text; the rest is cut at the image's edge.</summary>
    static string Shorten(string caption)
    {
        const int Characters = 18;
        return caption.Length <= Characters ? caption : caption[..(Characters - 1)].TrimEnd() + "…";
    }

    static string Encode(string text) => WebUtility.HtmlEncode(text);
}
