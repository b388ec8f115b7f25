using System.Buffers.Binary;
using System.Xml.Linq;

namespace VarMem.Charts;

/// <summary>
/// The report as one page that needs nothing else: pictures, style and script lie in it, and it asks for nothing from outside.
/// It is well-formed XML besides being HTML.
/// </summary>
/// <param name="Title">The heading.</param>
/// <param name="Findings">Sentences, one a bullet.</param>
/// <param name="Exhibits">Pictures and tables, in the order that they have in their section.</param>
/// <param name="Settings">What the results were made with: names and values, hashes included.</param>
public sealed record ReportPage(
    string Title, IReadOnlyList<string> Findings, IReadOnlyList<Exhibit> Exhibits, IReadOnlyList<(string Name, string Value)> Settings)
{
    /// <summary>What the page may load: nothing but what lies in it.</summary>
    const string Policy = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'";

    IEnumerable<(string Name, IEnumerable<Exhibit> Exhibits)> Sections =>
        from name in SqlHeader.Sections
        join exhibit in Exhibits on name equals exhibit.Header.Section into exhibits
        where exhibits.Any()
        select (name, exhibits);

    /// <summary>Writes the page, whole or not at all.</summary>
    public void Write(string file)
    {
        File.WriteAllText($"{file}.part", ToHtml());
        File.Move($"{file}.part", file, overwrite: true);
    }

    /// <summary>Style and script stand as they are, which HTML asks for, and hold no character that XML would read as markup.</summary>
    internal string ToHtml() => $"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8"/>
        <meta name="viewport" content="width=device-width, initial-scale=1"/>
        <meta http-equiv="Content-Security-Policy" content="{Policy}"/>
        <link rel="icon" href="data:,"/>
        <title>{XmlText.Encode(Title)}</title>
        <style>
        {SqlFiles.Text("report.css")}</style>
        <script>
        {SqlFiles.Text("report.js")}</script>
        </head>
        {Body()}
        </html>

        """;

    XElement Body() => new("body",
        new XElement("main",
            new XElement("h1", XmlText.Clean(Title)),
            Section("findings", "Findings",
                new XElement("ul", Findings.Select(sentence => new XElement("li", XmlText.Clean(sentence))))),
            Contents(),
            Sections.Select(section => Section(Anchor(section.Name), section.Name, section.Exhibits.Select(Exhibit))),
            Section("settings", "Settings", SettingsTable())));

    static XElement Section(string id, string heading, params object[] content) => new("section",
        new XAttribute("aria-labelledby", id), new XElement("h2", new XAttribute("id", id), heading), content);

    static string Anchor(string section) => section.ToLowerInvariant().Replace(' ', '-');

    XElement Contents() => new("nav", new XAttribute("aria-labelledby", "contents"),
        new XElement("h2", new XAttribute("id", "contents"), "Contents"),
        new XElement("ul",
            Sections.Select(section => new XElement("li",
                Link(Anchor(section.Name), section.Name),
                new XElement("ul", section.Exhibits.Select(exhibit => new XElement("li", Link(exhibit.Name, exhibit.Title)))))),
            new XElement("li", Link("settings", "Settings"))));

    static XElement Link(string id, string text) => new("a", new XAttribute("href", $"#{id}"), text);

    static XElement Exhibit(Exhibit exhibit) => new("article", new XAttribute("aria-labelledby", exhibit.Name),
        new XElement("h3", new XAttribute("id", exhibit.Name), XmlText.Clean(exhibit.Title)),
        exhibit.Header.Note is { Length: > 0 } note ? new XElement("p", note) : null,
        exhibit switch
        {
            Picture picture => Image(picture),
            ReportTable table => HtmlTable.Of(table.Title, table.Rows),
            _ => null,
        },
        new XElement("details",
            new XElement("summary", $"SQL of {exhibit.Name}"),
            new XElement("pre", exhibit.Sql)));

    /// <summary>Half as wide as it has pixels, so that it is sharp on any screen.</summary>
    static XElement Image(Picture picture)
    {
        var png = File.ReadAllBytes(picture.File);
        // Width and height stand behind the signature and the first chunk's length and name.
        int Pixels(int at) => BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at));
        return new XElement("img",
            new XAttribute("src", $"data:image/png;base64,{Convert.ToBase64String(png)}"),
            new XAttribute("width", Pixels(16) / ChartRenderer.PixelsPerUnit),
            new XAttribute("height", Pixels(20) / ChartRenderer.PixelsPerUnit),
            new XAttribute("alt", XmlText.Clean(picture.Subtitle is null ? picture.Title : $"{picture.Title}. {picture.Subtitle}")));
    }

    XElement SettingsTable() => new("table", new XAttribute("class", "settings"),
        new XElement("tbody", Settings.Select(setting => new XElement("tr",
            new XElement("th", new XAttribute("scope", "row"), setting.Name),
            new XElement("td", XmlText.Clean(setting.Value))))));
}
