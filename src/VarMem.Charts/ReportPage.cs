using System.Buffers.Binary;
using System.Net;
using System.Text;

namespace VarMem.Charts;

/// <summary>The report as one plain page: no scripts, the system's fonts, pictures beside it by relative name.</summary>
/// <param name="Title">The heading.</param>
/// <param name="Summary">Sentences, one a bullet.</param>
/// <param name="Pictures">Figures and sheets in order, each with its query.</param>
/// <param name="Settings">What the results were made with: names and values, hashes included.</param>
public sealed record ReportPage(
    string Title, IReadOnlyList<string> Summary, IReadOnlyList<Picture> Pictures, IReadOnlyList<(string Name, string Value)> Settings)
{
    /// <summary>Writes the page; the pictures lie in its folder or below it.</summary>
    public void Write(string file)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(file))!;
        File.WriteAllText($"{file}.part", ToHtml(folder));
        File.Move($"{file}.part", file, overwrite: true);
    }

    internal string ToHtml(string folder)
    {
        var html = new StringBuilder();
        html.Append($"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width">
            <title>{Encode(Title)}</title>
            <style>
            {Figure.Resource("report.css")}</style>
            </head>
            <body>
            <h1>{Encode(Title)}</h1>
            <ul>

            """);
        foreach (var sentence in Summary)
            html.Append($"<li>{Encode(sentence)}</li>\n");
        html.Append("</ul>\n");
        foreach (var picture in Pictures)
            AppendPicture(html, picture, folder);
        html.Append("<h2>Settings</h2>\n<table>\n");
        foreach (var (name, value) in Settings)
            html.Append($"<tr><td>{Encode(name)}</td><td>{Encode(value)}</td></tr>\n");
        return html.Append("</table>\n</body>\n</html>\n").ToString();
    }

    static void AppendPicture(StringBuilder html, Picture picture, string folder)
    {
        var path = Path.GetRelativePath(folder, picture.File).Split(Path.DirectorySeparatorChar);
        var source = string.Join('/', path.Select(Uri.EscapeDataString));
        var width = PngWidth(picture.File) / ChartRenderer.PixelsPerUnit;
        html.Append($"""
            <figure>
            <img src="{source}" width="{width}" alt="{Encode(picture.Title)}">
            <details><summary>SQL of {Encode(picture.Name)}</summary><pre>{Encode(picture.Sql)}</pre></details>
            </figure>

            """);
    }

    /// <summary>Big-endian, behind the signature and the first chunk's length and name.</summary>
    static int PngWidth(string file)
    {
        using var reader = new BinaryReader(File.OpenRead(file));
        reader.ReadBytes(16);
        return BinaryPrimitives.ReadInt32BigEndian(reader.ReadBytes(4));
    }

    static string Encode(string text) => WebUtility.HtmlEncode(text);
}
