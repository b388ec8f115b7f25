using System.Diagnostics;

namespace VarMem.Terminal;

/// <summary>One line on stderr that tells how far a long work is: rewritten in place on a terminal, a plain line every ten seconds elsewhere.</summary>
sealed class Progress(string what, long total, long already = 0) : IDisposable
{
    static readonly TimeSpan OnTerminal = TimeSpan.FromSeconds(0.2), Elsewhere = TimeSpan.FromSeconds(10);

    readonly bool _terminal = !Console.IsErrorRedirected;
    readonly Stopwatch _clock = Stopwatch.StartNew();
    TimeSpan _next = TimeSpan.Zero;
    int _width;

    /// <param name="done">How many are done, those of an earlier run included.</param>
    /// <param name="rest">What else to say, such as bytes written.</param>
    public void Report(long done, string rest = "")
    {
        if (_clock.Elapsed < _next && done < total) return;
        _next = _clock.Elapsed + (_terminal ? OnTerminal : Elsewhere);
        Write(Line(done, _clock.Elapsed, rest));
    }

    internal string Line(long done, TimeSpan elapsed, string rest)
    {
        var fresh = done - already;
        var rate = elapsed.TotalSeconds > 0 ? fresh / elapsed.TotalSeconds : 0;
        var left = rate > 0 && done < total ? $", {Time(TimeSpan.FromSeconds((total - done) / rate))} left" : "";
        return $"{what} {done}/{total}{(rate > 0 ? $", {rate:0.0}/s" : "")}{left}{(rest.Length > 0 ? $", {rest}" : "")}";
    }

    void Write(string line)
    {
        if (_terminal) Console.Error.Write($"\r{line.PadRight(_width)}");
        else Console.Error.WriteLine(line);
        _width = line.Length;
    }

    public static string Time(TimeSpan time) => time.TotalMinutes >= 1 ? $"{(int)time.TotalMinutes} min {time.Seconds} s" : $"{time.TotalSeconds:0} s";

    public void Dispose()
    {
        if (_terminal && _width > 0) Console.Error.WriteLine();
    }
}
