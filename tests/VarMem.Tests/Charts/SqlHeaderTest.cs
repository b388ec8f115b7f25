using VarMem.Charts;

namespace VarMem.Tests.Charts;

public class SqlHeaderTest
{
    [Fact]
    public void Of_ReadsTitleSectionAndNote() => Assert.Equal(
        new SqlHeader("A: b", "Images", "What is shown: this and that."),
        SqlHeader.Of("""
            -- Title: A: b
            -- What is shown: this
            -- and that.
            -- Section: Images
            -- Grain: image. Inputs: none.
            -- Population: all.
            SELECT 1 -- Title: no
            -- not this
            """));

    [Theory]
    [InlineData("SELECT 1", null, "")]
    [InlineData("-- One.\n--\n-- Two.\nSELECT 1", null, "One.")]
    [InlineData("-- Section: Imagse\nSELECT 1", null, "")]
    public void Of_WithoutLines_IsOther(string sql, string? title, string note) =>
        Assert.Equal(new SqlHeader(title, "Other", note), SqlHeader.Of(sql));

    /// <summary>A page is made of these lines, so every query has them, and no section is misspelt.</summary>
    [Fact]
    public void Of_EveryQueryOfTheReport_SaysWhatItShows()
    {
        using var connection = SmallDatabase.Open();
        var queries = Figure.All.Select(figure => (figure.Name, figure.Sql))
            .Concat(Sheet.All.Select(sheet => (sheet.Name, sheet.Sql)))
            .Concat(ReportTable.ReadAll(connection).Select(table => (table.Name, table.Sql)));
        Assert.All(queries, query =>
        {
            var header = SqlHeader.Of(query.Sql);
            Assert.Matches(@"^\p{Lu}.*\.$", header.Note);
            Assert.Contains($"-- Section: {header.Section}\n", query.Sql, StringComparison.Ordinal);
        });
    }
}
