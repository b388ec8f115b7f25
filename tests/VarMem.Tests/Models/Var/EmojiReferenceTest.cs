using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using VarMem.Models.Onnx;
using VarMem.Models.Scoring;
using VarMem.Models.Var;
using VarMem.Pipeline.Numpy;

namespace VarMem.Tests.Models.Var;

/// <summary>The graph against the published PyTorch implementation, 16 images × 8 crops. Crops with near ties were left out there, so tokens must be equal.</summary>
public class EmojiReferenceTest
{
    const int Batch = 16;

    static readonly float[] Images = EmojiModel.Reference<float>("images.npy").Values; // (128, 3, 32, 32)
    static readonly long[] Labels = EmojiModel.Reference<long>("labels.npy").Values; // (16)

    [Fact]
    public void Tokens_AreEqual() => Assert.Equal(EmojiModel.Reference<long>("tokens.npy").Values, Values<long>(ModelBuilder.Tokens, 128));

    [Theory]
    [InlineData(ModelBuilder.Latent, "latent.npy", 128, 1e-5)]
    [InlineData(ModelBuilder.TransformerInput, "var_input.npy", 128, 1e-5)]
    [InlineData(ModelBuilder.Logits, "logits_first2.npy", 2, 1e-4)]
    public void Values_AreWithinTolerance(string value, string reference, int crops, double tolerance)
    {
        var expected = EmojiModel.Reference<float>(reference).Values;
        var found = Values<float>(value, crops);
        Assert.Equal(expected.Length, found.Length);
        Assert.InRange(expected.Zip(found, (a, b) => Math.Abs(a - b)).Max(), 0, tolerance);
    }

    [Theory]
    [InlineData(HookPattern.Default, "mean_abs_activation_var.npz", 18)]
    [InlineData("encoder.**", "mean_abs_activation_vqvae_encoder.npz", 23)]
    public void Mu_OfEveryReferenceLayer_IsWithinTolerance(string pattern, string file, int layers)
    {
        using var reference = new NpzReader(EmojiModel.ReferenceFile(file));
        var names = reference.Names.ToHashSet();
        var hooks = HookPattern.Select(EmojiModel.Folder.Hooks, [pattern]).Where(hook => names.Contains(hook.Name)).ToArray();
        Assert.Equal(layers, hooks.Length);
        Assert.Equal(names.Count, hooks.Length);

        var mu = EmojiMu.Of(hooks, new ScoringOptions { Batch = Batch }, Images, Labels);
        var first = 0;
        foreach (var hook in hooks)
        {
            var expected = reference.Read<float>(hook.Name).Values; // (16, units)
            for (var image = 0; image < Labels.Length; image++)
                for (var u = 0; u < hook.Units; u++)
                {
                    var value = expected[image * hook.Units + u];
                    Assert.Equal(value, mu[image][first + u], 1e-4 * Math.Abs(value) + 1e-6);
                }
            first += hook.Units;
        }
    }

    [Fact]
    public void Mu_OptimizedEqualsPlain()
    {
        var hooks = EmojiModel.Folder.Hooks;
        var fused = EmojiMu.Of(hooks, new ScoringOptions { Batch = 8 }, Images.AsSpan(0, Images.Length / 8).ToArray(), Labels[..2]);
        var plain = EmojiMu.Of(hooks, new ScoringOptions { Batch = 8, Optimize = false }, Images.AsSpan(0, Images.Length / 8).ToArray(), Labels[..2]);
        for (var image = 0; image < fused.Count; image++)
            for (var u = 0; u < fused[image].Length; u++)
                Assert.Equal(plain[image][u], fused[image][u], 1e-4 * plain[image][u] + 1e-6);
    }

    static T[] Values<T>(string name, int crops)
        where T : unmanaged
    {
        var graph = HookedGraph.Build(EmojiModel.Folder.Graph, [], [name]);
        var size = Math.Min(Batch, crops);
        using var settings = ScoringSession.Settings(EmojiModel.Folder.Graph, new ScoringOptions { Batch = size });
        using var session = new InferenceSession(graph.ToByteArray(), settings);
        using var run = new RunOptions();
        var cropLength = Images.Length / 128;
        var values = new List<T>();
        for (var crop = 0; crop < crops; crop += size)
        {
            using var pixels = OrtValue.CreateTensorValueFromMemory(Images[(crop * cropLength)..((crop + size) * cropLength)], [size, 3, 32, 32]);
            using var labels = OrtValue.CreateTensorValueFromMemory([.. Enumerable.Range(crop, size).Select(i => Labels[i / EmojiModel.Augmentations])], [size]);
            var inputs = new Dictionary<string, OrtValue> { [ModelBuilder.Pixels] = pixels };
            if (session.InputNames.Contains(ModelBuilder.Label)) inputs[ModelBuilder.Label] = labels;
            using var outputs = session.Run(run, inputs, [name]);
            values.AddRange(outputs[0].GetTensorDataAsSpan<T>());
        }
        return [.. values];
    }
}
