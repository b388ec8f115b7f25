namespace VarMem.Models.Onnx;

/// <summary>A tensor of a graph that cannot be hooked.</summary>
/// <param name="Name">The tensor's name.</param>
/// <param name="Node">The name of the node that makes it; null where it has none.</param>
/// <param name="Reason">Why, as a sentence that goes on behind the name.</param>
public sealed record UnhookableTensor(string Name, string? Node, string Reason);
