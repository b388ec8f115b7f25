using System.Diagnostics.CodeAnalysis;
using VarMem.Models.Checkpoints;
using VarMem.Models.Var;

namespace VarMem.Models;

/// <summary>What a checkpoint must hold to be the one of a VAR model.</summary>
static partial class Throw
{
    [DoesNotReturn]
    internal static ModelException NotATokenizer(string file) => throw new ModelException(
        $"{file}: is no VAR tokenizer, it has no tensor encoder.conv_in.weight; were --vqvae and --var exchanged?");

    [DoesNotReturn]
    internal static ModelException NotATransformer(string file) => throw new ModelException(
        $"{file}: is no VAR transformer, it has no tensor pos_start; were --vqvae and --var exchanged?");

    [DoesNotReturn]
    internal static ModelException WrongRank(string file, TensorInfo tensor, int expected) => throw new ModelException(
        $"{file}: tensor {Shown(tensor.ToString())} has {tensor.Shape.Length} axes; expected {expected}.");

    [DoesNotReturn]
    internal static ModelException WrongShape(string file, TensorInfo tensor, ReadOnlySpan<int> expected) => throw new ModelException(
        $"{file}: tensor {Shown(tensor.ToString())} does not fit the others; "
        + $"expected the shape ({string.Join(", ", expected.ToArray())}).");

    [DoesNotReturn]
    internal static ModelException EmptyTensor(string file, TensorInfo tensor) => throw new ModelException(
        $"{file}: tensor {Shown(tensor.ToString())} is empty; expected one index at least along each axis.");

    [DoesNotReturn]
    internal static ModelException ForeignTensor(string file, string tensor) => throw new ModelException(
        $"{file}: holds tensor {Shown(tensor)}, for which VAR has no place beside its other tensors; "
        + "expected the published architecture, since a graph without it would be another model.");

    [DoesNotReturn]
    internal static ModelException NoInitialisation(string file, string tensor) => throw new ModelException(
        $"{file}: holds tensor {Shown(tensor)}, which the published initialisation does not know; expected the published code's alone.");

    [DoesNotReturn]
    internal static ModelException NotThatMany(string file, int found, string what, string expected) => throw new ModelException(
        $"{file}: has {found} {what}; expected {expected}.");

    [DoesNotReturn]
    internal static ModelException HeadsDoNotDivide(string file, int width, int heads, HeadsFrom from) => throw new ModelException(
        from == HeadsFrom.PublishedRule
            ? $"{file}: does not tell its attention heads (no scale_mul_1H11), and its width {width} is no multiple of the published 64 "
                + "a head; name their number with --heads, or heads in model.json."
            : $"{file}: its width {width} does not divide into {heads} heads "
                + $"({(from == HeadsFrom.Option ? "--heads or model.json" : "scale_mul_1H11")}); expected a divisor of the width.");

    [DoesNotReturn]
    internal static ModelException HeadsContradict(string file, int stored, int given) => throw new ModelException(
        $"{file}: has {stored} attention heads (scale_mul_1H11), but --heads or model.json says {given}; leave it away there.");

    [DoesNotReturn]
    internal static ModelException ScalesUnknown(string file, int tokens) => throw new ModelException(
        $"{file}: does not tell its scales (no buffer lvl_1L); name their sides with --patch-nums, the squares adding up to {tokens}.");

    [DoesNotReturn]
    internal static ModelException ScalesContradict(string file, int[] stored, int[] given) => throw new ModelException(
        $"{file}: has scales of the sides {Sides(stored)} (buffer lvl_1L), but --patch-nums or model.json says {Sides(given)}; "
        + "leave them away there.");

    [DoesNotReturn]
    internal static ModelException ScalesOutOfOrder(string file, int token, long scale, long before) => throw new ModelException(
        $"{file}: the buffer lvl_1L gives token {token} the scale {scale}{(token == 0 ? "" : $", behind {before}")}; "
        + "expected 0, 1, 2, … in rising order.");

    [DoesNotReturn]
    internal static ModelException ScalesNotSquare(string file, int[] counts) => throw new ModelException(
        $"{file}: the buffer lvl_1L gives {Sides(counts)} tokens a scale; expected squares.");

    [DoesNotReturn]
    internal static ModelException ScalesDoNotRise(string file, int[] sides, int most) => throw new ModelException(
        $"{file}: scales of the sides {Sides(sides)}; expected two or more, each larger than the one before, from 1 to {most}.");

    [DoesNotReturn]
    internal static ModelException ScalesDoNotAddUp(string file, int[] sides, int tokens) => throw new ModelException(
        $"{file}: scales of the sides {Sides(sides)} make {sides.Sum(p => p * p)} tokens, but pos_1LC holds {tokens}.");

    [DoesNotReturn]
    internal static ModelException OneScale(string file) => throw new ModelException(
        $"{file}: has a single scale; a visual autoregressive model has two or more.");

    [DoesNotReturn]
    internal static ModelException NotAPair(string vqvae, string var, string what, int found, int expected) => throw new ModelException(
        $"{vqvae} and {var} do not belong together: {found} {what} in the tokenizer, {expected} in the transformer.");
}
