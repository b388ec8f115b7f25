using System.Globalization;

namespace VarMem.Slurm;

/// <summary>Time limits as Slurm reads them.</summary>
static class SlurmTime
{
    /// <summary>Ahead of a time limit a shard is told to stop, and goes on in another job: a shorter limit would leave it no time to work.</summary>
    public static readonly TimeSpan Least = TimeSpan.FromMinutes(10);

    /// <summary>m, m:s, h:m:s, d-h, d-h:m or d-h:m:s; null for anything else.</summary>
    public static TimeSpan? Parse(string text)
    {
        var days = text.Split('-');
        if (days.Length > 2) return null;
        var parts = new List<int>();
        foreach (var part in days.SelectMany(part => part.Split(':')))
        {
            if (!int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number > 1_000_000) return null;
            parts.Add(number);
        }
        return (days.Length, parts) switch
        {
            (1, [var m]) => new TimeSpan(0, m, 0),
            (1, [var m, var s]) => new TimeSpan(0, m, s),
            (1, [var h, var m, var s]) => new TimeSpan(h, m, s),
            (2, [var d, var h]) => new TimeSpan(d, h, 0, 0),
            (2, [var d, var h, var m]) => new TimeSpan(d, h, m, 0),
            (2, [var d, var h, var m, var s]) => new TimeSpan(d, h, m, s),
            _ => null,
        };
    }
}
