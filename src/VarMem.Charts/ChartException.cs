namespace VarMem.Charts;

/// <summary>A chart, sheet or report that could not be made; the message is complete for a user to read.</summary>
public sealed class ChartException(string message, Exception? inner = null) : Exception(message, inner);
