namespace VarMem.Pipeline.Images;

/// <summary>Which samples of an axis make each sample of the resized axis, and with what fixed-point weights.</summary>
sealed class LanczosTaps
{
    /// <summary>A weight of 1 is 1 &lt;&lt; 22: 8 bits of the sums are the value's, 2 for overshoot.</summary>
    public const int PrecisionBits = 32 - 8 - 2;

    const double Support = 3;

    readonly int _from;
    readonly int[] _first, _count, _weights;
    readonly int _stride;

    LanczosTaps(int from, int to)
    {
        _from = from;
        var scale = (double)from / to;
        var filterScale = Math.Max(scale, 1);
        var support = Support * filterScale;
        _stride = ((int)Math.Ceiling(support) * 2) + 1;
        (_first, _count, _weights) = (new int[to], new int[to], new int[to * _stride]);

        Span<double> weights = new double[_stride];
        for (var i = 0; i < to; i++)
        {
            var centre = (i + 0.5) * scale;
            _first[i] = Math.Max(0, (int)(centre - support + 0.5));
            _count[i] = Math.Min(from, (int)(centre + support + 0.5)) - _first[i];
            double sum = 0;
            for (var k = 0; k < _count[i]; k++) sum += weights[k] = Filter((k + _first[i] - centre + 0.5) * (1 / filterScale));
            for (var k = 0; k < _count[i]; k++) _weights[(i * _stride) + k] = ToFixed(weights[k] / sum);
        }
    }

    /// <summary>Samples of the resized axis.</summary>
    public int Length => _first.Length;

    /// <summary>The taps from one length to another: <paramref name="last"/>, if it is those.</summary>
    public static LanczosTaps Reuse(LanczosTaps? last, int from, int to) =>
        last is not null && (last._from, last.Length) == (from, to) ? last : new LanczosTaps(from, to);

    /// <summary>The first source sample of sample <paramref name="i"/>.</summary>
    public int First(int i) => _first[i];

    public ReadOnlySpan<int> Weights(int i) => _weights.AsSpan(i * _stride, _count[i]);

    static double Filter(double x) => x is >= -Support and < Support ? Sinc(x) * Sinc(x / Support) : 0;

    static double Sinc(double x) => x == 0 ? 1 : Math.Sin(x * Math.PI) / (x * Math.PI);

    static int ToFixed(double weight) => (int)((weight * (1 << PrecisionBits)) + (weight < 0 ? -0.5 : 0.5));
}
