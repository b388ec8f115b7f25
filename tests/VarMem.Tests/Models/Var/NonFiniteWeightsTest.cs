using VarMem.Models.Var;
using VarMem.Tests.Models.MadeUp;

namespace VarMem.Tests.Models.Var;

/// <summary>Weights that are no numbers are told of by name, and built all the same.</summary>
public sealed class NonFiniteWeightsTest : IDisposable
{
    readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void Count_AnyPlaceOfAnyLength()
    {
        for (var length = 0; length < 40; length++)
        {
            var values = Enumerable.Repeat(float.MaxValue, length).ToArray();
            Assert.Equal(0, NonFiniteWeights.Count(values));
            for (var i = 0; i < length; i++)
            {
                values[i] = (i % 3) switch { 0 => float.NaN, 1 => float.PositiveInfinity, _ => float.NegativeInfinity };
                Assert.Equal(i + 1, NonFiniteWeights.Count(values));
            }
        }
        Assert.Equal(0, NonFiniteWeights.Count([0f, -0f, float.Epsilon, float.MinValue, float.MaxValue]));
    }

    [Fact]
    public void Build_FiniteWeights_TellsNothing() => Assert.Empty(Warnings(new MadeUpPair()));

    [Fact]
    public void Build_SomeThatAreNot_NamesThem()
    {
        var pair = new MadeUpPair();
        pair.Change("blocks.1.ffn.fc1.bias", tensor => tensor with { Center = float.NaN });
        pair.Change("encoder.conv_in.weight", tensor => tensor with { Deviation = float.PositiveInfinity });
        pair.Vqvae.Add(new("decoder.conv_in.bias", [64], float.NaN, 0)); // not read
        var (vqvae, var) = (Path.Combine(_temp.Path, "vqvae.safetensors"), Path.Combine(_temp.Path, "var.safetensors"));
        Assert.Equal(
            [
                $"{vqvae}: 864 of the 864 values of tensor encoder.conv_in.weight are NaN or infinite; activations behind it may be too",
                $"{var}: 96 of the 96 values of tensor blocks.1.ffn.fc1.bias are NaN or infinite; activations behind it may be too",
            ],
            Warnings(pair));
    }

    [Fact]
    public void Build_All_NamesTheFirstAndCountsTheRest()
    {
        var pair = new MadeUpPair();
        for (var i = 0; i < pair.Var.Count; i++)
            if (pair.Var[i] is { Integers: null } tensor) pair.Var[i] = tensor with { Center = float.NegativeInfinity };
        var warnings = Warnings(pair);
        Assert.Equal(6, warnings.Count);
        Assert.Equal("and 29 more tensors with values that are NaN or infinite", warnings[^1]);
    }

    List<string> Warnings(MadeUpPair pair)
    {
        var (vqvae, var) = pair.Write(_temp.Path);
        var warnings = new List<string>();
        var built = ModelBuilder.Build(vqvae, var, Path.Combine(_temp.Path, "built"), new ModelFacts(), warn: warnings.Add);
        Assert.Equal(49, built.Hooks.Count);
        return warnings;
    }
}
