using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using VarMem.Models.Onnx;
using VarMem.Models.Scoring;
using VarMem.Models.Var;

namespace VarMem.Tests.Models.Scoring;

/// <summary>The means of each scale alone, on one crop of the emoji model.</summary>
public class ScaleMeansTest
{
    static readonly int[] Sides = [1, 2, 3, 4, 6, 8];

    static readonly IReadOnlyList<Hook> Hooks =
        HookPattern.Select(EmojiModel.Folder.Hooks, ["quant_conv", "word_embed", "blocks.2.attn.proj", "blocks.5.ffn.fc1", "head"]);

    static readonly Hook[] Scaled = [.. Hooks.Where(hook => EmojiModel.Folder.Graph.FirstScale(hook) is not null)];

    [Fact]
    public void Hooks_OfTokens_HaveScales()
    {
        Assert.Equal(["word_embed", "blocks.2.attn.proj", "blocks.5.ffn.fc1", "head"], Scaled.Select(hook => hook.Name));
        Assert.Equal([1, 0, 0, 0], Scaled.Select(hook => EmojiModel.Folder.Graph.FirstScale(hook)!.Value));
    }

    [Fact]
    public void ScaleMeans_AreThoseOfTheTokens()
    {
        using var session = Session(perScale: true);
        using var pass = Run(session);
        var first = 0; // of the hook's units, among those with scales
        foreach (var hook in Scaled)
        {
            var values = Values(hook.Name); // (P, units)
            var token = 0;
            for (var s = EmojiModel.Folder.Graph.FirstScale(hook)!.Value; s < Sides.Length; s++)
            {
                for (var u = 0; u < hook.Units; u++)
                {
                    var sum = 0.0;
                    for (var t = token; t < token + Sides[s] * Sides[s]; t++) sum += Math.Abs(values[t * hook.Units + u]);
                    var expected = sum / (Sides[s] * Sides[s]);
                    Assert.Equal(expected, pass.ScaleMeans[s * session.ScaledUnits + first + u], 1e-5 * expected + 1e-7);
                }
                token += Sides[s] * Sides[s];
            }
            Assert.Equal(hook.Positions, token);
            first += hook.Units;
        }
        Assert.Equal(session.ScaledUnits, first);
    }

    /// <summary>μ = Σ p_s²/L · μ_s.</summary>
    [Fact]
    public void ScaleMeans_RecombineToTheMean()
    {
        using var session = Session(perScale: true);
        using var pass = Run(session);
        var (mean, scaled) = (0, 0);
        foreach (var hook in Hooks)
        {
            if (EmojiModel.Folder.Graph.FirstScale(hook) is { } firstScale)
            {
                for (var u = 0; u < hook.Units; u++)
                {
                    var sum = 0.0;
                    for (var s = firstScale; s < Sides.Length; s++)
                        sum += (double)Sides[s] * Sides[s] / hook.Positions * pass.ScaleMeans[s * session.ScaledUnits + scaled + u];
                    Assert.Equal(sum, pass.Means[mean + u], 1e-5 * sum + 1e-7);
                }
                scaled += hook.Units;
            }
            mean += hook.Units;
        }
    }

    [Fact]
    public void Means_AreTheSameWithScalesAndWithout()
    {
        using var session = Session(perScale: true);
        using var pass = Run(session);
        using var plainSession = Session(perScale: false);
        using var plain = Run(plainSession);
        Assert.Equal(plain.Means, pass.Means);
        Assert.Equal(0, plain.ScaleMeans.Length);
    }

    static ScoringSession Session(bool perScale) => new(EmojiModel.Folder.Graph, Hooks, new ScoringOptions { Batch = 1, PerScale = perScale });

    static ScoringPass Run(ScoringSession session)
    {
        var pass = session.NewPass();
        Crop().CopyTo(pass.Pixels);
        pass.Labels[0] = 3;
        pass.Run();
        return pass;
    }

    static ReadOnlySpan<float> Crop() => EmojiModel.Reference<float>("images.npy").Values.AsSpan(0, 3 * 32 * 32);

    /// <summary>The whole tensor, as the graph without hooks computes it.</summary>
    static float[] Values(string name)
    {
        using var settings = ScoringSession.Settings(EmojiModel.Folder.Graph, new ScoringOptions { Batch = 1 });
        using var session = new InferenceSession(HookedGraph.Build(EmojiModel.Folder.Graph, [], [name]).ToByteArray(), settings);
        using var pixels = OrtValue.CreateTensorValueFromMemory(Crop().ToArray(), [1, 3, 32, 32]);
        using var label = OrtValue.CreateTensorValueFromMemory<long>([3], [1]);
        var inputs = new Dictionary<string, OrtValue> { [ModelBuilder.Pixels] = pixels, [ModelBuilder.Label] = label };
        using var run = new RunOptions();
        using var outputs = session.Run(run, inputs.Where(input => session.InputNames.Contains(input.Key)).ToDictionary(), [name]);
        return outputs[0].GetTensorDataAsSpan<float>().ToArray();
    }
}
