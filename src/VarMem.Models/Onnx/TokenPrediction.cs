namespace VarMem.Models.Onnx;

/// <summary>Where a graph predicts the tokens that it was given.</summary>
/// <param name="Tokens">The value with the true tokens (b, L) int64.</param>
/// <param name="Logits">That with their logits (b, L, V).</param>
/// <param name="NullClass">The label that stands for no class.</param>
sealed record TokenPrediction(string Tokens, string Logits, long NullClass);
