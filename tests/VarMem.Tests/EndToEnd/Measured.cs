namespace VarMem.Tests.EndToEnd;

/// <summary>UnitMem, U10 and NumMemUnits of one population by plain loops over its activations.</summary>
sealed class Measured
{
    /// <param name="mu">(images, units), images in the order of their ids.</param>
    public Measured(float[][] mu)
    {
        var units = mu[0].Length;
        (Max, Owner, UnitMem, NumMemUnits) = (new float[units], new int[units], new double[units], new int[mu.Length]);
        for (var u = 0; u < units; u++)
        {
            var sum = 0.0;
            for (var image = 0; image < mu.Length; image++)
            {
                sum += mu[image][u];
                if (mu[image][u] > mu[Owner[u]][u]) Owner[u] = image;
            }
            Max[u] = mu[Owner[u]][u];
            var rest = (sum - Max[u]) / (mu.Length - 1);
            UnitMem[u] = Max[u] + rest == 0 ? 0 : (Max[u] - rest) / (Max[u] + rest);
        }

        double[] sorted = [.. UnitMem.Order()];
        var position = (units - 1) * 0.9;
        var below = (int)position;
        Threshold = sorted[below] + (sorted[below + 1] - sorted[below]) * (position - below);
        InU10 = [.. UnitMem.Select(unitMem => unitMem >= Threshold)];
        for (var u = 0; u < units; u++)
            if (InU10[u]) NumMemUnits[Owner[u]]++;
    }

    public float[] Max { get; }

    /// <summary>Row of the image with the largest activation; the first of several.</summary>
    public int[] Owner { get; }

    public double[] UnitMem { get; }

    /// <summary>P90, linear between the two neighbours.</summary>
    public double Threshold { get; }

    public bool[] InU10 { get; }

    public int[] NumMemUnits { get; }
}
