using System.Collections.Immutable;

namespace VarMem.Models.Onnx;

/// <summary>A place in a network whose units can be measured: a tensor of its graph.</summary>
/// <param name="Name">
/// The tensor's name; in a VAR model the module path in the published PyTorch model, such as <c>blocks.3.ffn.fc1</c>.
/// </param>
/// <param name="Part">The network that it belongs to: <c>transformer</c>, <c>tokenizer</c>, or <c>network</c> for any other.</param>
/// <param name="Block">Depth: index of the transformer block, or level of the tokenizer; null where neither applies.</param>
/// <param name="Kind">Layer type: the path without its indices, such as <c>ffn.fc1</c>.</param>
/// <param name="Shape">Sides of the tensor behind its batch axis.</param>
/// <param name="UnitAxes">Which of <paramref name="Shape"/> tell units apart; the mean runs over the others, the positions.</param>
public sealed record Hook(string Name, string Part, int? Block, string Kind, ImmutableArray<int> Shape, ImmutableArray<int> UnitAxes)
{
    public const string Transformer = "transformer", Tokenizer = "tokenizer", Network = "network";

    /// <summary>Endings of values beside a layer's usual output: before its activation function, and behind its gate.</summary>
    public const string Pre = ":pre", Gated = ":gated";

    /// <summary>Whether the graph's own tensor has batch and first position in one axis, as windows and flattened tokens have.</summary>
    public bool IsFolded { get; init; }

    /// <summary>The name of the node that makes the tensor, by which a pattern finds it too; null where it has none.</summary>
    public string? Node { get; init; }

    /// <summary>Whether the tensor holds float32; else its absolute values are taken in float32 after all.</summary>
    public bool IsFloat32 { get; init; } = true;

    /// <summary>Output channels.</summary>
    public int Units => UnitAxes.Aggregate(1, (units, axis) => units * Shape[axis]);

    /// <summary>Positions that a mean runs over: tokens, or pixels of a feature map.</summary>
    public int Positions => Shape.Aggregate(1, (all, side) => all * side) / Units;

    /// <summary>Whether only a pattern with a colon chooses it.</summary>
    internal bool IsBeside => Name.EndsWith(Pre, StringComparison.Ordinal) || Name.EndsWith(Gated, StringComparison.Ordinal);
}
