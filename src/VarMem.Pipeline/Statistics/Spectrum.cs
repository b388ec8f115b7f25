using System.Numerics;
using MathNet.Numerics.Providers.FourierTransform;

namespace VarMem.Pipeline.Statistics;

/// <summary>
/// Energy of a square picture's luminance by spatial frequency: |F|², F being the 2-D discrete Fourier transform of (Y − mean) under the
/// separable Hann window w_i = (1 − cos 2πi/n)/2. An instance keeps its buffers, so it serves one thread.
/// </summary>
sealed class Spectrum
{
    double[] _window = [];
    Complex[] _line = []; // (n)
    Complex[] _columns = []; // (n/2 + 1, n): of a real picture F(−k) is the conjugate of F(k), so that half of them are enough

    /// <summary>Share of the energy at radial frequencies above 0.25 cycles a pixel; 0 where there is none.</summary>
    public double HighFrequency(Luminance luminance)
    {
        var n = luminance.Width;
        if (_line.Length != n) Resize(n);
        TransformRows(luminance);
        double high = 0, all = 0;
        for (var kx = 0; kx <= n / 2; kx++)
        {
            Transform(_columns.AsSpan(kx * n, n));
            var copies = kx == 0 || 2 * kx == n ? 1 : 2; // the column of −kx has the same energy
            for (var y = 0; y < n; y++)
            {
                var (re, im) = (_line[y].Real, _line[y].Imaginary);
                var energy = copies * ((re * re) + (im * im));
                all += energy;
                long ky = Math.Min(y, n - y);
                if (16 * ((kx * (long)kx) + (ky * ky)) > (long)n * n) high += energy;
            }
        }
        return all > 0 ? high / all : 0;
    }

    void TransformRows(Luminance luminance)
    {
        var (n, mean) = (_line.Length, luminance.Mean * Luminance.One);
        Span<Complex> row = new Complex[n];
        for (var y = 0; y < n; y++)
        {
            var values = luminance.Values.Slice(y * n, n);
            for (var x = 0; x < n; x++) row[x] = (values[x] - mean) * _window[y] * _window[x];
            Transform(row);
            for (var kx = 0; kx <= n / 2; kx++) _columns[(kx * n) + y] = _line[kx];
        }
    }

    /// <summary>The transform of the values, into the line.</summary>
    void Transform(ReadOnlySpan<Complex> values)
    {
        values.CopyTo(_line);
        ManagedFourierTransformProvider.Instance.Forward(_line, FourierTransformScaling.NoScaling); // managed: the same on every machine
    }

    void Resize(int n)
    {
        _window = [.. Enumerable.Range(0, n).Select(i => (1 - Math.Cos(2 * Math.PI * i / n)) / 2)];
        (_line, _columns) = (new Complex[n], new Complex[((n / 2) + 1) * n]);
    }
}
