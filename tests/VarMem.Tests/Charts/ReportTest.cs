using System.Text.RegularExpressions;
using VarMem.Charts;

namespace VarMem.Tests.Charts;

public partial class ReportTest
{
    static readonly byte[] Emoji = File.ReadAllBytes(Repository.File("tests/reference/resize/emoji.flag-af.png"));

    [Fact]
    public void Write_MakesAPageThatFindsEveryPicture()
    {
        using var folder = new TempFolder();
        using var connection = SmallDatabase.Open();
        byte[]? Thumbnail(string path) => path.EndsWith("9.png", StringComparison.Ordinal) ? null : Emoji;
        var files = Report.Write(connection, "Emoji & co", ["3 < 4 units"], Thumbnail, folder.File("out"));

        Assert.Equal(8, files.Count);
        Assert.Equal(files.Order(), Directory.GetFiles(folder.File("out")).Order());
        var html = File.ReadAllText(files[0]);
        Assert.Equal(files.Skip(1).Select(Path.GetFileName), ImageSource().Matches(html).Select(match => match.Groups[1].Value));
        Assert.Contains("<h1>Emoji &amp; co</h1>", html, StringComparison.Ordinal);
        Assert.Contains("<li>3 &lt; 4 units</li>", html, StringComparison.Ordinal);
        Assert.Contains("<tr><td>hooks</td><td>&lt;default&gt;</td></tr>", html, StringComparison.Ordinal);
        Assert.Contains("<tr><td>transformer parameters</td><td>310,283,520</td></tr>", html, StringComparison.Ordinal);
        Assert.Contains("<tr><td>transformer sha256</td><td>c0ffee</td></tr>", html, StringComparison.Ordinal);
        Assert.Contains("<details><summary>SQL of concentration</summary><pre>-- Lorenz curve", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
    }

    [Fact]
    public void TopImages_NoUnits_DrawsNoSheet()
    {
        using var folder = new TempFolder();
        using var connection = SmallDatabase.Open();
        using var renderer = new ChartRenderer();
        SmallDatabase.Execute(connection, "update num_mem_units set num_mem_units = 0");
        Assert.Empty(TopImages.Draw(connection, renderer, _ => Emoji, folder.Path));
    }

    [GeneratedRegex("<img src=\"([^\"]+)\"")]
    private static partial Regex ImageSource();
}
