namespace VarMem.Store.DuckDb.Vectors;

/// <summary>
/// DuckDB's dates and times, numbers since 1970 or midnight, as .NET's.
/// DuckDB reaches further and has infinities: what .NET cannot hold is an error.
/// </summary>
static class Temporal
{
    const int NanosecondsPerTick = 100;
    static readonly DateTime Epoch = new(DateTime.UnixEpoch.Ticks, DateTimeKind.Unspecified);
    static readonly int EpochDay = DateOnly.FromDateTime(Epoch).DayNumber;

    internal static DateOnly Date(int days)
    {
        var day = (long)EpochDay + days;
        return day >= 0 && day <= DateOnly.MaxValue.DayNumber
            ? DateOnly.FromDayNumber((int)day)
            : throw Throw.OutOfRange("DATE", days, typeof(DateOnly));
    }

    internal static DateTime DateAsDateTime(int days) => Date(days).ToDateTime(default);

    /// <summary>DuckDB knows 24:00:00, .NET does not.</summary>
    internal static TimeOnly Time(long microseconds) => microseconds < TimeSpan.MicrosecondsPerDay
        ? new TimeOnly(microseconds * TimeSpan.TicksPerMicrosecond)
        : throw Throw.OutOfRange("TIME", microseconds, typeof(TimeOnly));

    internal static TimeSpan TimeAsTimeSpan(long microseconds) => new(microseconds * TimeSpan.TicksPerMicrosecond);

    internal static TimeOnly TimeNs(long nanoseconds) =>
        Time(nanoseconds / 1000).Add(new TimeSpan(nanoseconds % 1000 / NanosecondsPerTick));

    internal static DateTime Timestamp(long microseconds) => Since1970("TIMESTAMP", microseconds, TimeSpan.TicksPerMicrosecond);
    internal static DateTime TimestampS(long seconds) => Since1970("TIMESTAMP_S", seconds, TimeSpan.TicksPerSecond);
    internal static DateTime TimestampMs(long milliseconds) => Since1970("TIMESTAMP_MS", milliseconds, TimeSpan.TicksPerMillisecond);

    /// <summary>.NET's ticks are 100 ns: what is finer is cut off.</summary>
    internal static DateTime TimestampNs(long nanoseconds) => nanoseconds is < long.MaxValue and > -long.MaxValue
        ? Since1970("TIMESTAMP_NS", nanoseconds / NanosecondsPerTick, 1)
        : throw Throw.OutOfRange("TIMESTAMP_NS", nanoseconds, typeof(DateTime));

    internal static DateTime TimestampTz(long microseconds) => DateTime.SpecifyKind(Timestamp(microseconds), DateTimeKind.Utc);
    internal static DateTimeOffset TimestampTzAsOffset(long microseconds) => new(TimestampTz(microseconds));

    internal static long ToMicroseconds(DateTime value) => (value.Ticks - Epoch.Ticks) / TimeSpan.TicksPerMicrosecond;
    internal static int ToDays(DateOnly value) => value.DayNumber - EpochDay;

    static DateTime Since1970(string type, long stored, long ticks) =>
        stored >= (DateTime.MinValue.Ticks - Epoch.Ticks) / ticks && stored <= (DateTime.MaxValue.Ticks - Epoch.Ticks) / ticks
            ? Epoch.AddTicks(stored * ticks)
            : throw Throw.OutOfRange(type, stored, typeof(DateTime));
}
