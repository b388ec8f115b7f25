using System.Diagnostics;
using VarMem.Models.Scoring;

namespace VarMem.Benchmarks;

/// <summary>Rates measured in turns, so that the machine's moods meet all of them alike.</summary>
static class Turns
{
    static readonly TimeSpan Length = TimeSpan.FromSeconds(0.7);

    /// <summary>Passes a second, as many side by side as the session allows.</summary>
    public static double PassRate(ScoringSession session)
    {
        var random = new Random(1);
        var passes = Enumerable.Range(0, session.Passes).Select(_ => session.NewPass()).ToArray();
        foreach (var pass in passes)
            foreach (ref var pixel in pass.Pixels) pixel = random.NextSingle() * 2 - 1;
        var rate = Rate([.. passes.Select(pass => (Action)pass.Run)]);
        foreach (var pass in passes) pass.Dispose();
        return rate;
    }

    /// <summary>Calls a second, each action over and over on a thread of its own for a turn, the last call to its end.</summary>
    public static double Rate(Action[] actions)
    {
        var rates = new double[actions.Length];
        foreach (var action in actions) action();
        var threads = actions.Select((action, i) => new Thread(() =>
        {
            var (clock, calls) = (Stopwatch.StartNew(), 0);
            for (; clock.Elapsed < Length; calls++) action();
            rates[i] = calls / clock.Elapsed.TotalSeconds;
        })).ToArray();
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) thread.Join();
        return rates.Sum();
    }

    /// <summary>A median with its quartiles, such as <c>52 (50 to 54)</c>.</summary>
    public static string Summary(List<double> values, string format, double unit = 1)
    {
        return $"{At(0.5)} ({At(0.25)} to {At(0.75)})";

        string At(double q) => (values.Order().ElementAt((int)Math.Round(q * (values.Count - 1))) / unit).ToString(format);
    }
}
