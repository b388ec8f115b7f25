namespace VarMem.Store.DuckDb;

/// <summary>DuckDB's INTERVAL: months and days have no fixed length and stand apart.</summary>
public readonly record struct DuckDbInterval(int Months, int Days, long Microseconds)
{
    public static DuckDbInterval From(TimeSpan span) =>
        new(0, span.Days, (span - TimeSpan.FromDays(span.Days)).Ticks / TimeSpan.TicksPerMicrosecond);

    /// <summary>With days of 24 hours; an interval with months is no time span.</summary>
    public TimeSpan ToTimeSpan() => Months == 0
        ? new TimeSpan(checked(Days * TimeSpan.TicksPerDay + Microseconds * TimeSpan.TicksPerMicrosecond))
        : throw Throw.IntervalWithMonths(this);
}
