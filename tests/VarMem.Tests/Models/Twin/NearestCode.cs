namespace VarMem.Tests.Models.Twin;

/// <summary>The nearest code by squared L2, the first on ties.</summary>
static class NearestCode
{
    /// <summary>Codes this near to the nearest one, relative to its squared distance, may be the nearest in float32.</summary>
    const double Tie = 1e-4;

    /// <summary>The graph's choice, if it is the nearest code or all but the nearest.</summary>
    /// <param name="codes">(V, z)</param>
    /// <param name="x">(z)</param>
    /// <param name="token">The position, for the message.</param>
    /// <param name="chosen">The graph's code.</param>
    public static int Check(double[] codes, double[] x, int token, long chosen)
    {
        var nearest = 0;
        for (var code = 1; code < codes.Length / x.Length; code++)
            if (Distance(code) < Distance(nearest)) nearest = code;
        if (Distance((int)chosen) > Distance(nearest) * (1 + Tie))
            Assert.Fail($"token {token}: the graph chose {chosen} at {Distance((int)chosen)}, nearest is {nearest} at {Distance(nearest)}");
        return (int)chosen;

        double Distance(int code)
        {
            var sum = 0.0;
            for (var c = 0; c < x.Length; c++) sum += (x[c] - codes[code * x.Length + c]) * (x[c] - codes[code * x.Length + c]);
            return sum;
        }
    }
}
