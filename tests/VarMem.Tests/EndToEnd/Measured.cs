namespace VarMem.Tests.EndToEnd;

/// <summary>UnitMem, U10 and NumMemUnits of one population by plain loops over its activations.</summary>
/// <param name="Mu">(images, units), images in the order of their ids.</param>
sealed record Measured(float[][] Mu)
{
    public float[] Max { get; } = [.. Units(Mu).Select(unit => Mu.Max(image => image[unit]))];

    /// <summary>Row of the image with the largest activation; the first of several.</summary>
    public int[] Owner { get; } = [.. Units(Mu).Select(unit => Mu.Index().MaxBy(image => image.Item[unit]).Index)];

    public double[] UnitMem { get; } = [.. Units(Mu).Select(unit =>
    {
        double max = Mu.Max(image => image[unit]);
        var rest = (Mu.Sum(image => (double)image[unit]) - max) / (Mu.Length - 1);
        return max + rest == 0 ? 0 : (max - rest) / (max + rest);
    })];

    /// <summary>The 90th percentile, linear between the two neighbours.</summary>
    public double Threshold
    {
        get
        {
            double[] sorted = [.. UnitMem.Order()];
            var position = (sorted.Length - 1) * 0.9;
            var below = (int)position;
            return sorted[below] + (sorted[below + 1] - sorted[below]) * (position - below);
        }
    }

    public bool[] InU10 => [.. UnitMem.Select(unitMem => unitMem >= Threshold)];

    public int[] NumMemUnits
    {
        get
        {
            var counts = new int[Mu.Length];
            foreach (var (owner, _) in Owner.Zip(InU10).Where(unit => unit.Second)) counts[owner]++;
            return counts;
        }
    }

    static IEnumerable<int> Units(float[][] mu) => Enumerable.Range(0, mu[0].Length);
}
