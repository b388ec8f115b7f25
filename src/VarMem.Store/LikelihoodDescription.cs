namespace VarMem.Store;

/// <summary>What an extraction records of the likelihood of an image's tokens.</summary>
/// <param name="Scores">Names of the membership scores.</param>
/// <param name="Unconditional">Whether the likelihood given the null class is recorded too.</param>
/// <param name="Tokens">Tokens of an image in table token_score, those of all its crops; 0 where they are not recorded.</param>
public sealed record LikelihoodDescription(IReadOnlyList<string> Scores, bool Unconditional, int Tokens);
