using System.Globalization;
using System.Xml.Linq;

namespace VarMem.Charts;

/// <summary>A query's rows as a table of a page, which report.js sorts by the column whose heading is clicked.</summary>
static class HtmlTable
{
    const int MaxRows = 200;

    /// <param name="title">What the table is called, for those who do not see that it stands below its title.</param>
    internal static object[] Of(string title, Rows rows)
    {
        Column[] columns = [.. rows.Columns];
        var formats = columns.Select((column, i) => new CellFormat(column, rows.Values.Select(row => row[i]))).ToArray();
        var table = new XElement("table", new XAttribute("class", "sortable"),
            new XElement("thead", new XElement("tr", formats.Select(format =>
                new XElement("th", new XAttribute("scope", "col"), format.Class, format.Heading)))),
            new XElement("tbody", rows.Values.Take(MaxRows).Select(row =>
                new XElement("tr", row.Zip(formats, (value, format) => new XElement("td", format.Class, format.Text(value)))))));
        // A wide table scrolls in a box of its own, which the arrow keys reach.
        var box = new XElement("div", new XAttribute("class", "table"), new XAttribute("role", "region"),
            new XAttribute("tabindex", 0), new XAttribute("aria-label", XmlText.Clean(title)), table);
        if (rows.Values.Count <= MaxRows) return [box];
        var count = string.Create(
            CultureInfo.InvariantCulture, $"The first {MaxRows} of {rows.Values.Count:N0} rows; the SQL below gives all.");
        return [box, new XElement("p", new XAttribute("class", "count"), count)];
    }
}
