using System.Text.RegularExpressions;
using VarMem.Charts;

namespace VarMem.Tests.Charts;

/// <summary>The report in a real browser: nothing to complain of, and tables that sort.</summary>
public sealed partial class ReportInBrowserTest : IDisposable
{
    readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [ChromiumFact]
    public void Page_OpensWithoutAnError()
    {
        using var connection = SmallDatabase.Open();
        var page = Report.Write(connection, "T", ["One."], _ => null, _folder.Path)[0];
        var (dom, log) = Chromium.Open(page);
        Assert.DoesNotContain(":CONSOLE", log, StringComparison.Ordinal);
        Assert.Equal(Figure.All.Count + Sheet.All.Count, Image().Count(dom));
        Assert.Contains("<button type=\"button\">largest UnitMem</button>", dom, StringComparison.Ordinal);

        // What this test relies on: an error and a request from outside are both told of.
        File.WriteAllText(page, File.ReadAllText(page).Replace("</main>", "<img src=\"https://example.org/a.png\"/></main>", StringComparison.Ordinal));
        Assert.Contains(":CONSOLE", Chromium.Open(page).Log, StringComparison.Ordinal);
    }

    /// <summary>After clicks on a heading: the column's values from top to bottom and what the heading says of its order.</summary>
    [ChromiumFact]
    public void Heading_Clicked_SortsAndTurnsRound()
    {
        Column[] columns = [new("n", typeof(double)), new("name", typeof(string))];
        var rows = new Rows(columns, [[2.0, "blocks.10"], [null, "blocks.9"], [1234.0, "–"], [12.0, "Blocks.1"], [-1.0, "blocks.9"]]);
        new ReportPage("T", [], [new ReportTable("t", "T", "SELECT 1", rows)], []).Write(_folder.File("t.html"));

        Assert.Equal("1,234 12 2 -1 – descending", After(0, 0));
        Assert.Equal("-1 2 12 1,234 – ascending", After(0, 0, 0));
        Assert.Equal("Blocks.1 blocks.9 blocks.9 blocks.10 – ascending", After(1, 1));
        Assert.Equal("12 – -1 2 1,234 none", After(0, 1));
        Assert.Equal("12 -1 – 2 1,234 none", After(0, 0, 1));
    }

    string After(int shown, params int[] clicked)
    {
        var script = $$"""
            <script>
            addEventListener('load', () => {
              const headings = document.querySelectorAll('.sortable th');
              for (const i of [{{string.Join(", ", clicked)}}]) headings[i].querySelector('button').click();
              const cells = [...document.querySelectorAll('.sortable tbody tr')].map(row => row.cells[{{shown}}].textContent);
              document.title = [...cells, headings[{{shown}}].getAttribute('aria-sort') ?? 'none'].join(' ');
            });
            </script></head>
            """;
        var page = _folder.File("clicked.html");
        File.WriteAllText(page, File.ReadAllText(_folder.File("t.html")).Replace("</head>", script, StringComparison.Ordinal));
        return Title().Match(Chromium.Open(page).Dom).Groups[1].Value;
    }

    [GeneratedRegex("<img src=\"data:image/png")]
    private static partial Regex Image();

    [GeneratedRegex("<title>(.*)</title>")]
    private static partial Regex Title();
}
