namespace VarMem.Tests.Models.Twin;

/// <summary>How surprising each token is to the transformer.</summary>
static class TokenLikelihood
{
    /// <summary>−log softmax(logits)[token] of each token; logits (L, V).</summary>
    public static double[] Negative(double[][] logits, ReadOnlySpan<long> tokens)
    {
        var negative = new double[tokens.Length];
        for (var t = 0; t < negative.Length; t++)
        {
            var (row, sum) = (logits[t], 0.0);
            foreach (var logit in row) sum += Math.Exp(logit - row.Max());
            negative[t] = row.Max() + Math.Log(sum) - row[(int)tokens[t]];
        }
        return negative;
    }
}
