namespace VarMem.Pipeline.Statistics;

/// <summary>Mean and population variance of n whole numbers below 2³¹/√n: from exact sums, so the same in whatever order.</summary>
struct Moments
{
    long _count, _sum, _squares;

    public void Add(int value)
    {
        _count++;
        _sum += value;
        _squares += (long)value * value;
    }

    public readonly double Mean => (double)_sum / _count;

    public readonly double Variance => (double)(((Int128)_count * _squares) - ((Int128)_sum * _sum)) / ((double)_count * _count);
}
