using System.Numerics.Tensors;

namespace VarMem.Analysis.Similarity;

/// <summary>Cosine similarity of embeddings.</summary>
public static class Cosine
{
    /// <returns>a·b/(|a||b|), from −1 to 1; 0 where one of them is zero.</returns>
    public static double Of(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var lengths = Math.Sqrt((double)TensorPrimitives.SumOfSquares(a) * TensorPrimitives.SumOfSquares(b));
        return lengths > 0 ? Math.Clamp(TensorPrimitives.Dot(a, b) / lengths, -1, 1) : 0;
    }
}
