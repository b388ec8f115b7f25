using System.Numerics.Tensors;

namespace VarMem.Analysis.Statistics.Inference;

/// <summary>Intercept + Σ weight · value.</summary>
sealed record LinearScore(double Intercept, double[] Weights)
{
    /// <summary>Of every row of columns (columns, rows).</summary>
    public double[] Of(double[][] columns)
    {
        var score = new double[columns[0].Length];
        Array.Fill(score, Intercept);
        foreach (var (column, weight) in columns.Zip(Weights))
            TensorPrimitives.MultiplyAdd(column, weight, score, score);
        return score;
    }
}
