using System.Numerics.Tensors;
using MathNet.Numerics.LinearAlgebra;
using VarMem.Analysis.Resampling;

namespace VarMem.Analysis.Statistics.Inference;

/// <summary>Log odds that are linear in columns of numbers.</summary>
static class LogisticRegression
{
    const int Steps = 100;

    /// <summary>
    /// The minimum of Σ log(1 + exp(∓ log odds)) + ridge/2 · Σ w² over the weights w of standardised columns, by Newton's method, each step
    /// halved until it descends.
    /// </summary>
    /// <param name="columns">(columns, rows)</param>
    /// <param name="isPositive">The side of each row; both sides are there.</param>
    /// <param name="ridge">
    /// 1, as is usual (scikit-learn's C), keeps weights finite where columns are constant, many, alike, or tell the sides apart without
    /// error; 0 needs columns without any of that.
    /// </param>
    /// <returns>The log odds, for columns as they were given.</returns>
    public static LinearScore Fit(double[][] columns, bool[] isPositive, double ridge = 1)
    {
        var (means, deviations) = (new double[columns.Length], new double[columns.Length]);
        double[][] design = [[.. isPositive.Select(_ => 1.0)], .. columns.Select(Standardised)]; // the intercept's column first
        double[] target = [.. isPositive.Select(positive => positive ? 1.0 : 0)];
        var now = At(new double[design.Length]);
        for (var step = 0; step < Steps; step++)
        {
            var direction = Direction(design, target, now.Odds, now.Coefficients, ridge);
            var length = 1.0;
            var next = Moved(direction, length);
            while (!(next.Loss <= now.Loss) && length > 1e-6)
                next = Moved(direction, length /= 2);
            if (!(next.Loss <= now.Loss))
                break; // as low as rounding tells
            now = next;
            if (direction.All(change => Math.Abs(change) < 1e-10))
                break;
        }
        double[] weights = [.. deviations.Select((deviation, c) => deviation > 0 ? now.Coefficients[c + 1] / deviation : 0)];
        return new(now.Coefficients[0] - TensorPrimitives.Dot<double>(weights, means), weights);

        double[] Standardised(double[] column, int c)
        {
            if (column.Min() == column.Max())
                return new double[column.Length];
            (means[c], deviations[c]) = (Distribution.Mean(column), Distribution.StandardDeviation(column));
            return Array.ConvertAll(column, value => (value - means[c]) / deviations[c]);
        }

        (double[] Coefficients, double[] Odds, double Loss) Moved(double[] direction, double length) =>
            At([.. now.Coefficients.Zip(direction, (old, change) => old - length * change)]);

        (double[] Coefficients, double[] Odds, double Loss) At(double[] coefficients)
        {
            var odds = new LinearScore(0, coefficients).Of(design);
            var loss = ridge / 2 * TensorPrimitives.SumOfSquares<double>(coefficients.AsSpan(1));
            for (var row = 0; row < odds.Length; row++)
            {
                var wrong = isPositive[row] ? -odds[row] : odds[row];
                loss += Math.Max(wrong, 0) + Math.Log(1 + Math.Exp(-Math.Abs(wrong)));
            }
            return (coefficients, odds, loss);
        }
    }

    /// <summary>With p the probability of the positive side: (Xᵀ diag(p (1 − p)) X + ridge)⁻¹ (Xᵀ(p − y) + ridge · w).</summary>
    static double[] Direction(double[][] design, double[] target, double[] odds, double[] coefficients, double ridge)
    {
        double[] probability = [.. odds.Select(logOdds => 1 / (1 + Math.Exp(-logOdds)))];
        double[] error = [.. probability.Zip(target, (p, y) => p - y)];
        var weight = Array.ConvertAll(probability, p => p * (1 - p));
        var gradient = Vector<double>.Build.Dense(design.Length);
        var hessian = Matrix<double>.Build.Dense(design.Length, design.Length);
        var weighted = new double[odds.Length];
        for (var j = 0; j < design.Length; j++)
        {
            var penalty = j == 0 ? 0 : ridge;
            gradient[j] = TensorPrimitives.Dot<double>(design[j], error) + penalty * coefficients[j];
            TensorPrimitives.Multiply(design[j], weight, weighted);
            for (var k = 0; k <= j; k++)
                hessian[j, k] = hessian[k, j] = TensorPrimitives.Dot<double>(weighted, design[k]);
            hessian[j, j] += penalty;
        }
        return hessian.Cholesky().Solve(gradient).ToArray();
    }
}
