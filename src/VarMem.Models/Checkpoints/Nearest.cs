namespace VarMem.Models.Checkpoints;

/// <summary>Candidates for a name that does not exist.</summary>
static class Nearest
{
    const int Shown = 3;

    /// <summary>Hostile files may hold names of any length; the distance takes the product of two lengths.</summary>
    const int MaxLength = 200;

    /// <summary>And any number of names: this is ten times a large model's.</summary>
    const int MaxNames = 10_000;

    /// <summary>The names with the smallest Levenshtein distance; ties in the order given.</summary>
    internal static IEnumerable<string> To(string wanted, IEnumerable<string> names) => wanted.Length > MaxLength
        ? []
        : names.Take(MaxNames).Where(name => name.Length <= MaxLength).OrderBy(name => Distance(wanted, name)).Take(Shown);

    static int Distance(string a, string b)
    {
        var row = new int[b.Length + 1]; // distances of a's first i characters from b's first j
        for (var j = 0; j < row.Length; j++)
        {
            row[j] = j;
        }
        for (var i = 0; i < a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i + 1;
            for (var j = 1; j < row.Length; j++)
            {
                var replaced = diagonal + (a[i] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }
        return row[^1];
    }
}
