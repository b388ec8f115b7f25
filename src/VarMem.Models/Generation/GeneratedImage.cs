namespace VarMem.Models.Generation;

/// <summary>What is to be generated.</summary>
/// <param name="Label">The class; the number of classes stands for none.</param>
/// <param name="Index">With seed and class all that its random numbers depend on.</param>
/// <param name="Given">Tokens of the first scales that are not generated but taken; empty for none.</param>
public sealed record ImageToGenerate(int Label, int Index, long[] Given);

/// <summary>What came out.</summary>
/// <param name="Tokens">(L)</param>
/// <param name="Pixels">(3, side, side) in [−1, 1]</param>
public sealed record GeneratedImage(long[] Tokens, float[] Pixels);
