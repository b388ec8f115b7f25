namespace VarMem.Tests.Models.Twin;

/// <summary>A square feature map (channels, side, side) in float64.</summary>
sealed class Picture(int channels, int side)
{
    readonly double[] _values = new double[channels * side * side];

    public int Channels => channels;

    public int Side => side;

    public double[] Values => _values;

    public ref double this[int channel, int y, int x] => ref _values[(channel * side + y) * side + x];

    /// <summary>The side² values of one channel.</summary>
    public Span<double> Channel(int channel) => _values.AsSpan(channel * side * side, side * side);

    public static Picture From(ReadOnlySpan<float> values, int channels, int side)
    {
        var picture = new Picture(channels, side);
        for (var i = 0; i < values.Length; i++) picture._values[i] = values[i];
        return picture;
    }

    /// <summary>A picture whose every value is that of a function of this one's value at the same place.</summary>
    public Picture Map(Func<double, double> function)
    {
        var mapped = new Picture(channels, side);
        for (var i = 0; i < _values.Length; i++) mapped._values[i] = function(_values[i]);
        return mapped;
    }

    /// <summary>this + factor·other.</summary>
    public Picture Plus(Picture other, double factor = 1)
    {
        var sum = new Picture(channels, side);
        for (var i = 0; i < _values.Length; i++) sum._values[i] = _values[i] + factor * other._values[i];
        return sum;
    }
}
