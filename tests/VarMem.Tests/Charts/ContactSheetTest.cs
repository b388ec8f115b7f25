using System.Xml.Linq;
using VarMem.Charts;

namespace VarMem.Tests.Charts;

public class ContactSheetTest(ChartRenderer renderer) : IClassFixture<ChartRenderer>
{
    static readonly byte[] Emoji = File.ReadAllBytes(Repository.File("tests/reference/resize/emoji.astonished.png"));
    static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    static ContactSheet Sheet(int tiles, params string[] captions) => new("Title", "Subtitle", [Section(null, tiles, captions)]);

    static SheetSection Section(string? heading, int tiles, params string[] captions) =>
        new(heading, [.. Enumerable.Range(0, tiles).Select(i => new Tile(i % 3 == 2 ? null : Emoji, captions))]);

    [Theory]
    [InlineData(1, 1)]
    [InlineData(5, 1)]
    [InlineData(7, 2)]
    [InlineData(20, 4)]
    public void ToSvg_HasRowsForAnyCount(int tiles, int rows)
    {
        using var folder = new TempFolder();
        renderer.DrawSvg("sheet", Sheet(tiles, "a", "b").ToSvg(), folder.File("sheet.png"));
        var png = Png.Read(folder.File("sheet.png"));
        Assert.Equal(2 * (14 + 46 + rows * (104 + 36 + 14) - 14 + 14), png.Height);
        Assert.Equal(2 * (tiles == 1 ? 440 : 14 + 5 * (104 + 14)), png.Width);
    }

    /// <summary>Every text and every square of two sections, the one with two rows, where it stands.</summary>
    [Fact]
    public void ToSvg_Sections_StandBelowTheirHeadings()
    {
        var sheet = new ContactSheet("Title", "Subtitle", [Section("One", 3, "a", "b"), Section("Two", 1, "c")]) { Columns = 2 };
        var svg = XDocument.Parse(sheet.ToSvg()).Root!;
        Assert.Equal("440 570", $"{(string)svg.Attribute("width")!} {(string)svg.Attribute("height")!}");
        Assert.Equal(
            ["Title 14 27", "Subtitle 14 45", "One 14 71", "Two 14 403"],
            svg.Elements(Svg + "text").Select(text => $"{text.Value} {Place(text)}"));
        Assert.Equal(
            ["14 84: a b", "132 84: a b", "14 238: a b", "14 416: c"],
            svg.Elements(Svg + "svg").Select(tile => $"{Place(tile)}: {string.Join(' ', tile.Elements(Svg + "text").Select(text => text.Value))}"));
        Assert.Equal([1, 1, 0, 1], svg.Elements(Svg + "svg").Select(tile => tile.Elements(Svg + "image").Count()));

        static string Place(XElement element) => $"{(string)element.Attribute("x")!} {(string)element.Attribute("y")!}";
    }

    [Fact]
    public void Of_MakesSectionsOfRows()
    {
        string[] names = ["subtitle", "section", "path", "caption_1", "other", "caption_2"];
        Column[] columns = [.. names.Select(name => new Column(name, typeof(string)))];
        var rows = new Rows(columns, [
            ["S", null, "a.png", "one", "no", "two"], ["S", "Block 0", "b.png", null, "no", ""], ["S", "Block 0", "gone.png", "three", "no", null]]);
        var sheet = ContactSheet.Of("T", rows, path => path == "gone.png" ? null : [(byte)path[0]]);

        Assert.Equal(("T", "S"), (sheet.Title, sheet.Subtitle));
        Assert.Equal([null, "Block 0"], sheet.Sections.Select(section => section.Heading));
        Assert.Equal(
            ["a: one two", "b: ", "gone: three"],
            sheet.Sections.SelectMany(section => section.Tiles).Select(tile =>
                $"{(tile.Png is [var letter] ? $"{(char)letter}" : "gone")}: {string.Join(' ', tile.Captions)}"));
    }

    [Fact]
    public void ToSvg_MissingPicture_IsGrey()
    {
        using var folder = new TempFolder();
        renderer.DrawSvg("sheet", Sheet(3, "a").ToSvg(), folder.File("sheet.png"));
        var png = Png.Read(folder.File("sheet.png"));
        Assert.Equal("#d8d8d8", png.At(2 * (14 + 2 * 118 + 52), 2 * (14 + 46 + 52)));
        Assert.NotEqual("#d8d8d8", png.At(2 * (14 + 52), 2 * (14 + 46 + 52)));
    }

    [Fact]
    public void ToSvg_EscapesAndShortensCaptions()
    {
        using var folder = new TempFolder();
        var svg = Sheet(1, "<&> \"q\"", "fire engine, fire truck", "\u0001\ud83d\ude00\ud83d").ToSvg();
        Assert.Contains(">&lt;&amp;&gt; &quot;q&quot;</text>", svg, StringComparison.Ordinal);
        Assert.Contains(">fire engine, fire…</text>", svg.Replace("&#8230;", "…"), StringComparison.Ordinal);
        Assert.Equal("\ufffd\ud83d\ude00\ufffd", XDocument.Parse(svg).Descendants(Svg + "text").Last().Value);
        renderer.DrawSvg("sheet", svg, folder.File("sheet.png"));
    }
}
