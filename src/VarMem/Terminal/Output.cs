using Spectre.Console;

namespace VarMem.Terminal;

/// <summary>Tables and lists of facts on stdout, plain enough to be piped on.</summary>
static class Output
{
    /// <summary>Aligned "name  value" lines.</summary>
    public static void Facts(params ReadOnlySpan<(string Name, string Value)> facts)
    {
        var width = 0;
        foreach (var (name, _) in facts) width = Math.Max(width, name.Length);
        foreach (var (name, value) in facts) Console.Out.WriteLine($"{name.PadRight(width)}  {value}");
    }

    /// <summary>A table; columns whose name is in <paramref name="numbers"/> stand right-aligned.</summary>
    public static void Table(IReadOnlyList<string> columns, IReadOnlySet<string> numbers, IEnumerable<IReadOnlyList<string>> rows)
    {
        var table = new Table().Border(TableBorder.Simple).SimpleBorder();
        foreach (var column in columns)
        {
            var cell = new TableColumn(Markup.Escape(column)).NoWrap();
            table.AddColumn(numbers.Contains(column) ? cell.RightAligned() : cell);
        }
        foreach (var row in rows) table.AddRow([.. row.Select(Markup.Escape)]);

        var text = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(text) });
        console.Profile.Width = int.MaxValue / 4; // never wrap: the reader's terminal or pager does
        console.Write(table);
        var lines = text.ToString().Split('\n').Select(line => line.TrimEnd()).ToArray();
        foreach (var line in lines.AsSpan(1, lines.Length - 3)) Console.Out.WriteLine(line); // without the border's empty lines
    }

    /// <summary>Bytes as people read them: 18.9 MB.</summary>
    public static string Bytes(double bytes) => bytes switch
    {
        >= 1e9 => $"{bytes / 1e9:0.0} GB",
        >= 1e6 => $"{bytes / 1e6:0.0} MB",
        >= 1e3 => $"{bytes / 1e3:0.0} kB",
        _ => $"{bytes:0} B",
    };
}
