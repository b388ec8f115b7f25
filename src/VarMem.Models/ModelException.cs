namespace VarMem.Models;

/// <summary>A checkpoint, a model or a wish for one is not as expected. The message is one complete line for the user.</summary>
public sealed class ModelException(string message, Exception? innerException = null) : Exception(message, innerException);
