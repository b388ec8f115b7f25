namespace VarMem.Analysis;

/// <summary>An analysis that cannot be done; the message is complete for a user to read.</summary>
public sealed class AnalysisException(string message) : Exception(message);
