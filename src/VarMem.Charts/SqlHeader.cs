using System.Text.RegularExpressions;

namespace VarMem.Charts;

/// <summary>What the comment at the head of a query says to the reader of a report.</summary>
/// <param name="Title">The line <c>-- Title: …</c>; null where there is none, as for a figure, whose spec has it.</param>
/// <param name="Section">The line <c>-- Section: …</c>, one of <see cref="Sections"/>; Other where there is none of them.</param>
/// <param name="Note">What is shown: the lines before the first with a label (Grain, Inputs and so on) other than those two.</param>
public readonly partial record struct SqlHeader(string? Title, string Section, string Note)
{
    /// <summary>The sections of a report, in their order.</summary>
    public static IReadOnlyList<string> Sections { get; } =
        ["Localization", "Images", "Train against validation", "Robustness", "Ground truth", "Membership", "Extraction", "Interventions", "Other"];

    public static SqlHeader Of(string sql)
    {
        var lines = sql.Split('\n').Select(line => line.TrimEnd()).TakeWhile(line => line.StartsWith("--", StringComparison.Ordinal))
            .Select(line => line[2..].Trim()).ToList();
        string? Labelled(string label) =>
            lines.FirstOrDefault(line => line.StartsWith(label, StringComparison.Ordinal))?[label.Length..].Trim();

        var note = lines
            .Where(line => !line.StartsWith("Title:", StringComparison.Ordinal) && !line.StartsWith("Section:", StringComparison.Ordinal))
            .TakeWhile(line => line.Length > 0 && !Label().IsMatch(line));
        var section = Labelled("Section:");
        return new(Labelled("Title:"), section is not null && Sections.Contains(section) ? section : Sections[^1], string.Join(' ', note));
    }

    [GeneratedRegex("^(Grain|Inputs|Source|Population|Layer type):")]
    private static partial Regex Label();
}
