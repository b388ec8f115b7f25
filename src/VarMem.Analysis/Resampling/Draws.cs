using System.Numerics.Tensors;

namespace VarMem.Analysis.Resampling;

/// <summary>Values of several statistics under many draws: (draws, statistics).</summary>
sealed class Draws(int count, int statistics)
{
    readonly double[] _values = new double[count * statistics];

    /// <summary>All statistics of one draw.</summary>
    public Span<double> Row(int draw) => _values.AsSpan(draw * statistics, statistics);

    /// <summary>The same of all that is not in the sums.</summary>
    public Draws SubtractedFrom(ReadOnlySpan<double> totals)
    {
        var rest = new Draws(count, statistics);
        for (var draw = 0; draw < count; draw++)
            TensorPrimitives.Subtract(totals, Row(draw), rest.Row(draw));
        return rest;
    }

    /// <summary>One statistic under all draws.</summary>
    public double[] Column(int statistic)
    {
        var column = new double[count];
        for (var draw = 0; draw < count; draw++)
            column[draw] = _values[draw * statistics + statistic];
        return column;
    }
}
