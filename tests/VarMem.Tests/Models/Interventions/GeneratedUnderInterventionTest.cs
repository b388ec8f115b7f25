using VarMem.Models;
using VarMem.Models.Generation;
using VarMem.Models.Interventions;
using VarMem.Models.Membership;
using VarMem.Models.Onnx;
using VarMem.Models.Scoring;
using VarMem.Models.Var;

namespace VarMem.Tests.Models.Interventions;

/// <summary>Scale by scale under an intervention, against all scales at once under the same.</summary>
public class GeneratedUnderInterventionTest
{
    static readonly ImageToGenerate[] Wanted = [.. Enumerable.Range(0, 10).Select(i => new ImageToGenerate(i, i, []))];

    static readonly LayerUnit[] Units = [.. HookPattern.Select(EmojiModel.Folder.Graph, [HookPattern.Default])
        .SelectMany(hook => Enumerable.Range(0, hook.Units / 3).Select(unit => new LayerUnit(hook.Name, unit)))];

    static IReadOnlyList<Hook> Layers => HookPattern.Select(EmojiModel.Folder.Graph, [HookPattern.Default]);

    static Intervention[] Interventions => [new(Units, 0), new(Units, -1), new(Units, 0.5f, 0), new(Units, -1, 3), new(Units, 0, 5)];

    [Fact]
    public void FactorOne_GeneratesWhatTheModelDoes()
    {
        using var plain = new ImageGenerator(EmojiModel.Folder, new Sampling { TopK = 100 }, seed: 3);
        using var scaled = new ImageGenerator(EmojiModel.Folder, new Sampling { TopK = 100 }, seed: 3, scaled: Layers);
        var expected = plain.Generate(Wanted).Select(image => image.Tokens).ToArray();
        Assert.Equal(expected, scaled.Generate(Wanted).Select(image => image.Tokens));
        Assert.Equal(expected, scaled.Generate(Wanted, new Intervention(Units, 1)).Select(image => image.Tokens));
        Assert.NotEqual(expected, scaled.Generate(Wanted, new Intervention(Units, 0)).Select(image => image.Tokens));
    }

    /// <summary>Up to the scale that is scaled, an image is the one that the model generates.</summary>
    [Fact]
    public void Scale_LeavesWhatCameBefore()
    {
        using var generator = new ImageGenerator(EmojiModel.Folder, new Sampling { TopK = 100 }, seed: 3, scaled: Layers);
        var (plain, found) = (generator.Generate(Wanted), generator.Generate(Wanted, new Intervention(Units, -1, 3)));
        for (var i = 0; i < Wanted.Length; i++)
        {
            Assert.Equal(plain[i].Tokens[..14], found[i].Tokens[..14]);
            Assert.NotEqual(plain[i].Tokens[14..], found[i].Tokens[14..]);
        }
    }

    /// <summary>The likelihood of the tokens that came out, of the step's logits and of the teacher-forced pass.</summary>
    [Theory, InlineData(0), InlineData(1), InlineData(2), InlineData(3), InlineData(4)]
    public void LogP_OfOwnTokens_IsTheTeacherForcedOne(int number)
    {
        var model = EmojiModel.Folder;
        var intervention = Interventions[number];
        using var generator = new ImageGenerator(model, new Sampling { Cfg = 0, TopK = 50 }, seed: 3, scaled: Layers);
        var tokens = generator.Generate(Wanted, intervention).Select(image => image.Tokens).ToArray();

        using var forced = new TeacherForcedSession(model.Graph, Layers, new() { Batch = 10 });
        var found = forced.Statistics([.. Wanted.Zip(tokens, (image, own) => new PredictedImage(own, image.Label))], intervention);

        using var session = new StepSession(model, Wanted.Length, scaled: Layers);
        using var inputs = new DecoderSession(model, ModelBuilder.TransformerInput, Wanted.Length, Device.Cpu);
        using var pass = session.NewPass(intervention);
        var input = inputs.Run([.. tokens.SelectMany(own => own)]);
        var (codes, from) = (session.Architecture.Vocabulary, 0);
        foreach (var count in session.Architecture.PatchNums.Select(p => p * p))
        {
            var logits = pass.Next([.. Wanted.Select(image => (long)image.Label)], input);
            for (var i = 0; i < Wanted.Length; i++)
                for (var t = 0; t < count; t++)
                {
                    var own = logits.AsSpan((i * count + t) * codes, codes);
                    var sum = 0.0;
                    foreach (var logit in own) sum += Math.Exp(logit);
                    Assert.Equal(own[(int)tokens[i][from + t]] - Math.Log(sum), new TokenStatistics(found[i], tokens[i].Length).LogP[from + t], 1e-4);
                }
            from += count;
        }
    }

    [Fact]
    public void Layer_ThatCannotBeScaled() => Assert.StartsWith(
        "blocks.0.attn.head.0 is measured beside",
        Assert.Throws<ModelException>(() => new StepSession(
            EmojiModel.Folder, 2, scaled: HookPattern.Select(EmojiModel.Folder.Graph, ["blocks.0.attn.head.0"]))).Message,
        StringComparison.Ordinal);
}
