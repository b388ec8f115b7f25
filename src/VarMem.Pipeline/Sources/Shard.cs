using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using VarMem.Pipeline.Views;

namespace VarMem.Pipeline.Sources;

/// <summary>One of n parts of the images selected, for a process of its own. Image_ids stay.</summary>
/// <param name="Number">Which part, from 1.</param>
/// <param name="Count">How many parts there are, n.</param>
public readonly record struct Shard(int Number, int Count)
{
    /// <summary>Reads i/n with 1 ≤ i ≤ n.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out Shard shard)
    {
        shard = default;
        if (text?.Split('/') is not [var number, var count] || !Whole(number, out var i) || !Whole(count, out var n) || i < 1 || i > n) return false;
        shard = new Shard(i, n);
        return true;

        static bool Whole(string text, out int value) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
    }

    /// <summary>
    /// Its rows of so many, which follow one another, because archives are read in their order. The parts' sizes differ by one at most.
    /// </summary>
    public (long From, long To) Rows(long count) => (From: count * (Number - 1) / Count, To: count * Number / Count);

    /// <summary>Its rows of the view, in the view's order.</summary>
    public IDataView Apply(IDataView view)
    {
        var (from, to) = Rows(view.GetRowCount()!.Value);
        long row = 0;
        return view.Where(_ => row++ is var at && at >= from && at < to);
    }

    /// <summary>As the command line has it: i/n.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Number}/{Count}");
}
