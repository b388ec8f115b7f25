namespace VarMem.Tests.Models.Twin;

/// <summary>The functions of the networks, each as its definition says.</summary>
static class TwinMath
{
    public static double Silu(double x) => x / (1 + Math.Exp(-x));

    public static double GeluTanh(double x) => 0.5 * x * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)));

    public static double[] Softmax(ReadOnlySpan<double> scores)
    {
        var (largest, sum) = (double.NegativeInfinity, 0.0);
        foreach (var score in scores) largest = Math.Max(largest, score);
        var weights = new double[scores.Length];
        for (var i = 0; i < weights.Length; i++) sum += weights[i] = Math.Exp(scores[i] - largest);
        for (var i = 0; i < weights.Length; i++) weights[i] /= sum;
        return weights;
    }

    /// <summary>(x − mean) / √(variance + 1e-6), in place; the variance of all values, not of a sample.</summary>
    public static void Normalize(Span<double> values)
    {
        var (mean, variance) = (0.0, 0.0);
        foreach (var value in values) mean += value / values.Length;
        foreach (var value in values) variance += (value - mean) * (value - mean) / values.Length;
        foreach (ref var value in values) value = (value - mean) / Math.Sqrt(variance + 1e-6);
    }

    public static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++) sum += a[i] * b[i];
        return sum;
    }

    /// <summary>weight (out, in)·x + bias; no bias where there is none.</summary>
    public static double[] Linear(this TwinWeights weights, string path, double[] x)
    {
        var weight = weights[$"{path}.weight"];
        var y = new double[weight.Length / x.Length];
        for (var o = 0; o < y.Length; o++) y[o] = Dot(weight.AsSpan(o * x.Length, x.Length), x);
        if (!weights.Has($"{path}.bias")) return y;
        var bias = weights[$"{path}.bias"];
        for (var o = 0; o < y.Length; o++) y[o] += bias[o];
        return y;
    }
}
