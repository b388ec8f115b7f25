using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using VarMem.Charts;

namespace VarMem.Tests.Charts;

public sealed partial class ReportTest(ReportTest.Written written) : IClassFixture<ReportTest.Written>
{
    /// <summary>Figures of the images' likelihood, whatever part of the model has units.</summary>
    static readonly string[] OfNoPart =
    [
        "capacity", "dataset_inference", "intervention_dose", "intervention_scales", "membership_auroc", "membership_roc", "score_correlation", "score_histograms",
        "extracted_pairs", "extraction_by_scales", "extraction_precision_recall", "nearest_ratio", "nearest_ratio_scores",
    ];

    readonly IReadOnlyList<string> _files = written.Files;
    readonly string _html = written.Html;
    readonly XElement _page = written.Page;

    /// <summary>A report of both parts, written once.</summary>
    public sealed class Written : IDisposable
    {
        static readonly byte[] Emoji = File.ReadAllBytes(Repository.File("tests/reference/resize/emoji.flag-af.png"));

        readonly TempFolder _folder = new();

        public Written()
        {
            using var connection = SmallDatabase.Open(tokenizer: true);
            byte[]? Thumbnail(string path) => path.EndsWith("9.png", StringComparison.Ordinal) ? null : Emoji;
            Files = Report.Write(connection, "Emoji & co", ["3 < 4 units", "\u0001"], Thumbnail, Path.Combine(_folder.Path, "out"));
            Html = File.ReadAllText(Files[0]);
            using var reader = XmlReader.Create(new StringReader(Html), new() { DtdProcessing = DtdProcessing.Ignore });
            Page = XElement.Load(reader);
        }

        public IReadOnlyList<string> Files { get; }

        public string Html { get; }

        /// <summary>The page as XML, which it is besides being HTML.</summary>
        public XElement Page { get; }

        public void Dispose() => _folder.Dispose();
    }

    [Fact]
    public void Write_MakesOnePageAndThePictures()
    {
        var names = Figure.All.Select(figure => figure.Name).Concat(Sheet.All.Select(sheet => sheet.Name))
            .SelectMany(name => OfNoPart.Contains(name) ? [$"{name}.png"] : new[] { $"{name}.png", $"{name}.tokenizer.png" })
            .Where(file => file != "unit_mem_by_scale.tokenizer.png"); // a tokenizer has no scales
        Assert.Equal(names.Prepend("report.html").Order(), _files.Select(file => Path.GetFileName(file)).Order());
        Assert.Equal(_files.Order(), Directory.GetFiles(Path.GetDirectoryName(_files[0])!).Order());
    }

    /// <summary>Every picture that was written is in the page, byte for byte, at half its pixels and with words for it.</summary>
    [Fact]
    public void Page_HoldsEveryPicture()
    {
        const string Png = "data:image/png;base64,";
        var images = _page.Descendants("img").ToList();
        var inPage = images.ToDictionary(
            image => (string)image.Parent!.Element("h3")!.Attribute("id")!,
            image => ((string)image.Attribute("src")!)[Png.Length..]);
        Assert.Equal(
            _files.Skip(1).ToDictionary(
                file => Path.GetFileNameWithoutExtension(file), file => Convert.ToBase64String(File.ReadAllBytes(file))),
            inPage);
        Assert.All(images, image =>
        {
            Assert.StartsWith(Png, (string)image.Attribute("src")!, StringComparison.Ordinal);
            Assert.InRange((int)image.Attribute("width")!, 200, 900);
            var name = (string)image.Parent!.Element("h3")!.Attribute("id")!;
            Assert.Matches(OfNoPart.Contains(name) ? @"^\p{Lu}" : @"^\p{Lu}.*\. (Transformer|Tokenizer)\b", (string)image.Attribute("alt")!);
        });
    }

    /// <summary>Nothing in it names anything outside it.</summary>
    [Fact]
    public void Page_AsksForNothingOutside()
    {
        Assert.DoesNotMatch("https?:|url\\(|@import|//[a-z]", DataUri().Replace(_html, "data:"));
        Assert.All(_page.DescendantsAndSelf().Attributes(), attribute =>
        {
            if (attribute.Name.LocalName is "src" or "srcset" or "data" or "action" or "poster")
                Assert.StartsWith("data:", attribute.Value, StringComparison.Ordinal);
            if (attribute.Name.LocalName is "href") Assert.Matches("^(#|data:,$)", attribute.Value);
        });
        Assert.Contains("default-src 'none'", _html, StringComparison.Ordinal);
    }

    [Fact]
    public void Page_ContentsLinkToEverythingInOrder()
    {
        var anchors = _page.Descendants().Where(element => element.Name.LocalName is "h2" or "h3")
            .Select(heading => (string)heading.Attribute("id")!).Where(id => id is not ("findings" or "contents")).ToList();
        Assert.Equal(anchors, _page.Descendants("nav").Descendants("a").Select(link => ((string)link.Attribute("href")!)[1..]));
        var ids = _page.Descendants().Attributes("id").Select(id => id.Value).ToList();
        Assert.Equal(ids.Distinct(), ids);
        Assert.All(_page.Descendants().Attributes("aria-labelledby"), label => Assert.Contains(label.Value, ids));
    }

    [Fact]
    public void Page_SectionsHaveTheirOrder() => Assert.Equal(
        ["Findings", "Contents", .. SqlHeader.Sections.Where(section => _page.Descendants("h2").Any(h2 => h2.Value == section)), "Settings"],
        _page.Descendants("h2").Select(heading => heading.Value));

    /// <summary>One heading of the first level, and none that leaves a level out.</summary>
    [Fact]
    public void Page_HeadingsDescendByOne()
    {
        int[] levels = [..
            from element in _page.Descendants()
            where Heading().IsMatch(element.Name.LocalName)
            select element.Name.LocalName[1] - '0'];
        Assert.Equal([0], levels.Index().Where(level => level.Item == 1).Select(level => level.Index));
        Assert.All(levels.Zip(levels.Skip(1)), pair => Assert.True(pair.Second <= pair.First + 1));
        Assert.Equal("en", (string)_page.Attribute("lang")!);
    }

    [Fact]
    public void Page_ShowsTitleFindingsQueriesAndSettings()
    {
        Assert.Equal("Emoji & co", _page.Descendants("h1").Single().Value);
        Assert.Equal(["3 < 4 units", "\ufffd"], _page.Descendants("section").First().Descendants("li").Select(item => item.Value));
        var concentration = Article("concentration");
        Assert.StartsWith("Lorenz curve of U10: which share of U10", concentration.Element("p")!.Value, StringComparison.Ordinal);
        Assert.Equal("SQL of concentration", concentration.Element("details")!.Element("summary")!.Value);
        Assert.Equal(
            Figure.All.Single(figure => figure.Name == "concentration").Sql, concentration.Element("details")!.Element("pre")!.Value);

        var settings = _page.Descendants("table").Single(table => (string?)table.Attribute("class") == "settings")
            .Descendants("tr").ToDictionary(row => row.Element("th")!.Value, row => row.Element("td")!.Value);
        Assert.Equal(
            ("<default>", "310,283,520", "c0ffee"),
            (settings["hooks"], settings["transformer parameters"], settings["transformer sha256"]));
    }

    /// <summary>The tables of both parts, each with the rows of its query and without the column that tells them apart.</summary>
    [Theory]
    [InlineData("layers", 18, 40)]
    [InlineData("top_images_table", 34, 34)]
    [InlineData("top_units", 50, 50)]
    public void Page_HoldsEveryTable(string name, int transformer, int tokenizer)
    {
        foreach (var (id, rows) in new[] { (name, transformer), ($"{name}.tokenizer", tokenizer) })
        {
            var table = Article(id).Descendants("table").Single();
            Assert.Equal(rows, table.Element("tbody")!.Elements("tr").Count());
            Assert.DoesNotContain("part", table.Descendants("th").Select(heading => heading.Value));
            Assert.All(table.Descendants("tr"), row => Assert.Equal(table.Descendants("th").Count(), row.Elements().Count()));
        }
    }

    XElement Article(string id) => _page.Descendants("article").Single(article => (string)article.Attribute("aria-labelledby")! == id);

    [GeneratedRegex("data:[^\"]*")]
    private static partial Regex DataUri();

    [GeneratedRegex("^h[1-6]$")]
    private static partial Regex Heading();
}
