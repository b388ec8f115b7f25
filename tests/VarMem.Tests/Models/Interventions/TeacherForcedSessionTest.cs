using VarMem.Models;
using VarMem.Models.Interventions;
using VarMem.Models.Membership;
using VarMem.Models.Onnx;
using VarMem.Models.Var;
using VarMem.Tests.Models.MadeUp;
using VarMem.Tests.Models.Var;

namespace VarMem.Tests.Models.Interventions;

/// <summary>Units scaled at run time, against models whose checkpoints hold scaled weights.</summary>
public class TeacherForcedSessionTest
{
    public static TheoryData<string> Models => [.. SmallModels.All.Keys];

    /// <summary>The first two crops of the reference arrays under all of their tokens.</summary>
    static readonly PredictedImage[] Crops = [.. Enumerable.Range(0, 11).Select(i => new PredictedImage(
        EmojiTwin.ReferenceTokens[(i * EmojiTwin.Tokens)..((i + 1) * EmojiTwin.Tokens)], (int)EmojiTwin.Labels[i / EmojiModel.Augmentations]))];

    static IReadOnlyList<Hook> Default(ModelFolder model) => HookPattern.Select(model.Graph, [HookPattern.Default]);

    static TeacherForcedSession Session(ModelFolder model, int batch = 4, int threads = 0, params string[] layers) => new(
        model.Graph, HookPattern.Select(model.Graph, layers is [] ? [HookPattern.Default] : layers), new() { Batch = batch, Threads = threads });

    [Fact]
    public void AsItIs_TheReferencesLikelihood()
    {
        var folder = EmojiModel.Folder;
        using var session = new TeacherForcedSession(folder.Graph, [], new() { Batch = 2 });
        var logits = EmojiModel.Reference<float>("logits_first2.npy").Values; // (2, L, V)
        var codes = folder.Description.Transformer!.Architecture.Vocabulary;
        var found = session.NegativeLogLikelihood(Crops[..2]);
        for (var i = 0; i < 2; i++)
        {
            var expected = 0.0;
            for (var t = 0; t < EmojiTwin.Tokens; t++)
            {
                var own = logits.AsSpan((i * EmojiTwin.Tokens + t) * codes, codes);
                var sum = 0.0;
                foreach (var logit in own) sum += Math.Exp(logit);
                expected += Math.Log(sum) - own[(int)Crops[i].Tokens[t]];
            }
            Assert.Equal(expected, found[i], 1e-3);
        }
    }

    [Fact]
    public void FactorOne_IsTheModelAsItIs_BitForBit_WhateverIsBesideIt()
    {
        using var plain = new TeacherForcedSession(EmojiModel.Folder.Graph, [], new() { Batch = 4 });
        using var scaled = Session(EmojiModel.Folder, threads: 3);
        var units = Default(EmojiModel.Folder).SelectMany(hook => Enumerable.Range(0, hook.Units).Select(unit => new LayerUnit(hook.Name, unit))).ToArray();
        var expected = plain.Statistics(Crops);
        Assert.Equal(expected, scaled.Statistics(Crops));
        Assert.Equal(expected, scaled.Statistics(Crops, new Intervention(units, 1)));
        Assert.Equal(expected, scaled.Statistics(Crops, new Intervention(units, 1, scale: 3)));
        Assert.Equal(expected.Skip(5).Take(1), scaled.Statistics(Crops[5..6]));
    }

    /// <summary>
    /// A row of the weights of attn.proj or ffn.fc2, and its bias, make a unit there; a unit of ffn.fc1 behind GELU is what ffn.fc2's
    /// column is multiplied with.
    /// </summary>
    [Theory, MemberData(nameof(Models))]
    public void Factor_IsThatOfTheWeights_OfEveryArchitecture(string name)
    {
        var model = SmallModels.All[name];
        LayerUnit[] units = [.. Enumerable.Range(0, model.Transformer.Depth).SelectMany(
            block => new[] { ("attn.proj", 3), ("attn.proj", 7), ("ffn.fc1", 5), ("ffn.fc1", 0), ("ffn.fc2", 2) }
                .Select(unit => new LayerUnit($"blocks.{block}.{unit.Item1}", unit.Item2)))];
        using var temp = new TempFolder();
        var (vqvae, var) = model.WriteTorch(temp.Path);
        var images = Images(model);
        using var asItIs = Session(Build(model, vqvae, var, temp.File("as_it_is")), batch: 2);
        var plain = asItIs.NegativeLogLikelihood(images);
        foreach (var factor in (float[])[0, 0.5f, -1])
        {
            var weights = ScaledWeights.Write(temp.File($"{factor}.safetensors"), var, units, factor);
            using var changed = Session(Build(model, vqvae, weights, temp.File($"{factor}")), batch: 2);
            var expected = changed.Statistics(images);
            var found = asItIs.Statistics(images, new Intervention(units, factor));
            for (var i = 0; i < images.Length; i++)
            {
                var tokens = images[i].Tokens.Length;
                double[] logP = [.. expected[i][..tokens].Select(value => (double)value)];
                Close.Values(logP, new TokenStatistics(found[i], tokens).LogP, $"log p of image {i} under {factor}");
                Assert.True(Math.Abs(plain[i] + logP.Sum()) > 1e-3, "the factor changes nothing");
            }
        }
    }

    /// <summary>
    /// Attention stands before ffn in a block, so that the last block's ffn changes the scale's own tokens alone, as if at all scales.
    /// </summary>
    [Fact]
    public void Scale_OfTheLastBlocksFfn_IsThatOfAllScalesAtItsTokens()
    {
        using var session = Session(EmojiModel.Folder);
        var last = EmojiModel.Folder.Description.Transformer!.Architecture.Depth - 1;
        LayerUnit[] units = [.. Enumerable.Range(0, 40).Select(unit => new LayerUnit($"blocks.{last}.ffn.fc1", unit))];
        var (plain, all) = (session.Statistics(Crops), session.Statistics(Crops, new Intervention(units, -1)));
        var from = 0;
        foreach (var (s, p) in EmojiModel.Folder.Graph.PatchNums.Index())
        {
            var found = session.Statistics(Crops, new Intervention(units, -1, s));
            for (var i = 0; i < Crops.Length; i++)
                for (var t = 0; t < EmojiTwin.Tokens; t++)
                    Assert.Equal((t >= from && t < from + p * p ? all : plain)[i][t], found[i][t]);
            from += p * p;
        }
        Assert.NotEqual(plain[0][from - 1], all[0][from - 1]);
    }

    [Fact]
    public void Scale_LeavesEarlierOnes_AndChangesLaterOnes()
    {
        using var session = Session(EmojiModel.Folder);
        LayerUnit[] units = [.. Enumerable.Range(0, 60).Select(unit => new LayerUnit("blocks.1.ffn.fc1", unit))];
        var plain = session.Statistics(Crops);
        var found = session.Statistics(Crops, new Intervention(units, 0, scale: 2)); // tokens 5 to 13
        for (var i = 0; i < Crops.Length; i++)
        {
            Assert.Equal(plain[i][..5], found[i][..5]);
            for (var t = 5; t < EmojiTwin.Tokens; t++) Assert.NotEqual(plain[i][t], found[i][t]);
        }
    }

    [Theory]
    [InlineData("blocks.2", 0)]
    [InlineData("blocks.*.{attn.proj,ffn.fc2}:gated", 1)]
    public void OtherLayers_OnTheWay(string layers, int unit)
    {
        using var session = Session(EmojiModel.Folder, layers: layers);
        var layer = HookPattern.Select(EmojiModel.Folder.Graph, [layers])[0].Name;
        Assert.NotEqual(
            session.NegativeLogLikelihood(Crops), session.NegativeLogLikelihood(Crops, new Intervention([new(layer, unit)], 0)));
    }

    [Theory]
    [InlineData("encoder.conv_in", "encoder.conv_in is a layer of the tokenizer, which has done its work where an image's tokens are given; expected layers of the transformer.")]
    [InlineData("word_embed", "word_embed has no value for each of an image's tokens, so that its units cannot be scaled; expected layers such as blocks.*.ffn.fc1.")]
    [InlineData("blocks.0.attn.head.1", "blocks.0.attn.head.1 is measured beside what the network goes on with, so that scaling its units changes nothing; expected layers such as blocks.*.{attn.proj,ffn.fc1,ffn.fc2}.")]
    [InlineData("blocks.3.attn.mat_qkv", "blocks.3.attn.mat_qkv is measured beside what the network goes on with, so that scaling its units changes nothing; expected layers such as blocks.*.{attn.proj,ffn.fc1,ffn.fc2}.")]
    [InlineData("blocks.3.ffn.fc1:pre", "blocks.3.ffn.fc1:pre is measured beside what the network goes on with, so that scaling its units changes nothing; expected layers such as blocks.*.{attn.proj,ffn.fc1,ffn.fc2}.")]
    [InlineData("head", "head is measured beside what the network goes on with, so that scaling its units changes nothing; expected layers such as blocks.*.{attn.proj,ffn.fc1,ffn.fc2}.")]
    public void Layers_ThatCannotBeScaled(string layer, string message) =>
        Assert.Equal(message, Assert.Throws<ModelException>(() => Session(EmojiModel.Folder, layers: layer)).Message);

    [Fact]
    public void Units_ThatAreNotThere()
    {
        using var session = Session(EmojiModel.Folder, layers: "blocks.{0,1}.ffn.fc1");
        Assert.Equal(
            "unit blocks.0.ffn.fc1.512 is not there: blocks.0.ffn.fc1 has the units 0 to 511.", Error(new([new("blocks.0.ffn.fc1", 512)], 0)));
        Assert.Equal(
            "unit blocks.0.ffn.fc2.0 is of none of the layers that can be scaled here; nearest: blocks.0.ffn.fc1, blocks.1.ffn.fc1.",
            Error(new([new("blocks.0.ffn.fc2", 0)], 0)));
        Assert.Equal("scale 6 is none of the model's; expected 0 to 5.", Error(new([], 0, scale: 6)));

        string Error(Intervention intervention) =>
            Assert.Throws<ModelException>(() => session.NegativeLogLikelihood(Crops, intervention)).Message;
    }

    static PredictedImage[] Images(MadeUpModel model)
    {
        var draws = new Random(7);
        return [.. Enumerable.Range(0, 3).Select(i => new PredictedImage(
            [.. Enumerable.Range(0, model.Transformer.TokenCount).Select(_ => draws.NextInt64(model.Transformer.Vocabulary))],
            i % (model.Transformer.ClassCount + 1)))];
    }

    static ModelFolder Build(MadeUpModel model, string vqvae, string var, string folder) => ModelBuilder.Build(
        vqvae, var, folder, new ModelFacts { Heads = model.Transformer.HeadsFrom == HeadsFrom.Option ? model.Transformer.Heads : null });
}
