using VarMem.Charts;

namespace VarMem.Tests.Charts;

public class ContactSheetTest(ChartRenderer renderer) : IClassFixture<ChartRenderer>
{
    static readonly byte[] Emoji = File.ReadAllBytes(Repository.File("tests/reference/resize/emoji.astonished.png"));

    static ContactSheet Sheet(int tiles, params string[] captions) =>
        new("Title", "Subtitle", [.. Enumerable.Range(0, tiles).Select(i => new Tile(i % 3 == 2 ? null : Emoji, captions))]);

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
        var svg = Sheet(1, "<&> \"q\"", "fire engine, fire truck").ToSvg();
        Assert.Contains(">&lt;&amp;&gt; &quot;q&quot;</text>", svg, StringComparison.Ordinal);
        Assert.Contains(">fire engine, fire…</text>", svg.Replace("&#8230;", "…"), StringComparison.Ordinal);
        renderer.DrawSvg("sheet", svg, folder.File("sheet.png"));
    }
}
