using System.Numerics;
using System.Xml.Linq;
using VarMem.Charts;

namespace VarMem.Tests.Charts;

public class HtmlTableTest
{
    static XElement Table(Column column, params object?[] values) =>
        ((XElement)HtmlTable.Of("T", new Rows([column], [.. values.Select(value => new[] { value })]))[0]).Element("table")!;

    static string Cells(XElement table) => string.Join(' ', table.Element("tbody")!.Elements("tr").Select(row => row.Value));

    [Theory]
    [InlineData("units", 1234567, "1,234,567")]
    [InlineData("image_id", 12345, "12345")]
    [InlineData("units", -5L, "-5")]
    [InlineData("mean", 0.0, "0.0")]
    [InlineData("mean", 0.123456, "0.1235")]
    [InlineData("mean", -12.3456, "-12.35")]
    [InlineData("mean", 12345.678, "12,346")]
    [InlineData("mean", 0.1f, "0.1000")]
    [InlineData("mean", double.NaN, "–")]
    [InlineData("mean", double.PositiveInfinity, "Infinity")]
    [InlineData("share in U10", 0.1234, "12.3%")]
    [InlineData("u10_share", 1.0, "100.0%")]
    [InlineData("shared", 0.5, "0.5000")]
    [InlineData("shares", 3, "3")]
    [InlineData("path", "a/b.png", "a/b.png")]
    [InlineData("path", "", "")]
    [InlineData("path", "a\u0001b", "a\ufffdb")]
    [InlineData("flag", true, "True")]
    public void Of_WritesAValue(string column, object value, string expected) =>
        Assert.Equal(expected, Cells(Table(new(column, value.GetType()), value)));

    [Fact]
    public void Of_AColumnOfNumbers_HasAsManyDecimalsAsItsLargestNeeds()
    {
        Column p = new("p", typeof(double));
        Assert.Equal("0.9000 0.0123 1.0e-05 0.0000 –", Cells(Table(p, 0.9, 0.0123, 1e-5, 0.0, null)));
        Assert.Equal("123.5 0.9", Cells(Table(p, 123.45678, 0.9)));
        Assert.Equal("-1,235 1", Cells(Table(p, -1234.6, 1.4)));
        Assert.Equal("3.500 0.120", Cells(Table(new("d", typeof(decimal)), 3.5m, 0.12m)));
        Assert.Equal("12,345,678,901,234,567,890", Cells(Table(new("n", typeof(BigInteger)), BigInteger.Parse("12345678901234567890"))));
    }

    [Fact]
    public void Of_AlignsNumbersAndNamesColumns()
    {
        var heading = Table(new("num_mem_units", typeof(long)), 1L).Descendants("th").Single();
        Assert.Equal("num mem units", heading.Value);
        Assert.Equal(("number", "col"), ((string?)heading.Attribute("class"), (string?)heading.Attribute("scope")));
        Assert.Null(Table(new("path", typeof(string)), "a").Descendants("td").Single().Attribute("class"));
    }

    [Fact]
    public void Of_ManyRows_ShowsTwoHundredAndTheCount()
    {
        var rows = new Rows([new("n", typeof(int))], [.. Enumerable.Range(0, 1234).Select(n => new object?[] { n })]);
        var shown = HtmlTable.Of("T", rows).Cast<XElement>().ToList();
        Assert.Equal(200, shown[0].Descendants("td").Count());
        Assert.Equal("The first 200 of 1,234 rows; the SQL below gives all.", shown[1].Value);
    }
}
