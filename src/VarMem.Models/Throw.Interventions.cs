using System.Diagnostics.CodeAnalysis;
using VarMem.Models.Checkpoints;
using VarMem.Models.Interventions;

namespace VarMem.Models;

/// <summary>Interventions on units.</summary>
static partial class Throw
{
    [DoesNotReturn]
    internal static ModelException NotOfTheTransformer(string layer) => throw new ModelException(
        $"{layer} is a layer of the tokenizer, which has done its work where an image's tokens are given; expected layers of the transformer.");

    [DoesNotReturn]
    internal static ModelException NotOfAllTokens(string layer) => throw new ModelException(
        $"{layer} has no value for each of an image's tokens, so that its units cannot be scaled; expected layers such as blocks.*.ffn.fc1.");

    [DoesNotReturn]
    internal static ModelException BesideTheNetwork(string layer) => throw new ModelException(
        $"{layer} is measured beside what the network goes on with, so that scaling its units changes nothing; "
        + "expected layers such as blocks.*.{attn.proj,ffn.fc1,ffn.fc2}.");

    [DoesNotReturn]
    internal static ModelException NoSuchScale(int scale, int scales) => throw new ModelException(
        $"scale {scale} is none of the model's; expected 0 to {scales - 1}.");

    [DoesNotReturn]
    internal static ModelException LayerIsNotScaled(LayerUnit unit, IEnumerable<string> layers) => throw new ModelException(
        $"unit {unit} is of none of the layers that can be scaled here; nearest: {List(Nearest.To(unit.Layer, layers))}.");

    [DoesNotReturn]
    internal static ModelException NoSuchUnit(LayerUnit unit, int units) => throw new ModelException(
        $"unit {unit} is not there: {unit.Layer} has the units 0 to {units - 1}.");

    [DoesNotReturn]
    internal static ModelException NoNumber(int image, double found) => throw new ModelException(
        $"the likelihood of image {image} of those given is {found} under an intervention; expected a number. Choose a factor nearer to 1.");
}
