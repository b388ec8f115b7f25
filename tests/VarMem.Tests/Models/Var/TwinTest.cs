using VarMem.Models.Onnx;
using VarMem.Tests.Models.MadeUp;

namespace VarMem.Tests.Models.Var;

/// <summary>The graph against its float64 twin, on models that differ in all that one VAR may differ in from another.</summary>
public class TwinTest
{
    public static TheoryData<string> Models => [.. SmallModels.All.Keys];

    /// <summary>Every unit of every layer that the graph lists, :pre and :gated and the tokenizer's among them.</summary>
    [Theory, MemberData(nameof(Models))]
    public void Mu_OfEveryHook_EqualsTheTwins(string model)
    {
        var run = TwinRun.Of(model);
        Assert.NotEmpty(run.Hooks);
        var at = 0;
        foreach (var twin in run.Twin)
            foreach (var hook in run.Hooks)
            {
                var found = run.Graph.Means.AsSpan(at, hook.Units);
                Assert.True(twin.Activations.Means.TryGetValue(hook.Name, out var expected), $"the twin lacks {hook.Name}");
                Close.Means(expected, found, hook.Name);
                Assert.True(expected.Max() > 0.01, $"{hook.Name}: no unit is active, so that nothing is compared");
                at += hook.Units;
            }
        Assert.Equal(run.Graph.Means.Length, at);
    }

    /// <summary>Of every layer whose positions are tokens. word_embed does not see the first scale: zeros stand for it.</summary>
    [Theory, MemberData(nameof(Models))]
    public void Mu_OfEveryScale_EqualsTheTwins(string model)
    {
        var run = TwinRun.Of(model);
        var at = 0;
        foreach (var twin in run.Twin)
        {
            var hooks = run.Hooks.Where(hook => twin.Activations.ScaleMeans.ContainsKey(hook.Name)).ToArray();
            Assert.Equal(run.Hooks.Count(hook => hook.Part == Hook.Transformer), hooks.Length);
            for (var s = 0; s < SmallModels.All[model].Transformer.PatchNums.Length; s++)
                foreach (var hook in hooks)
                {
                    Close.Means(twin.Activations.ScaleMeans[hook.Name][s], run.Graph.ScaleMeans.AsSpan(at, hook.Units), $"{hook.Name}, scale {s}");
                    at += hook.Units;
                }
        }
        Assert.Equal(run.Graph.ScaleMeans.Length, at);
    }

    [Theory, MemberData(nameof(Models))]
    public void Latent_EqualsTheTwins(string model)
    {
        var run = TwinRun.Of(model);
        Close.Values([.. run.Twin.SelectMany(twin => twin.Latent)], run.Graph.Latent, "latent");
    }

    [Theory, MemberData(nameof(Models))]
    public void Logits_EqualTheTwins(string model)
    {
        var run = TwinRun.Of(model);
        Close.Values([.. run.Twin.SelectMany(twin => twin.Logits).SelectMany(row => row)], run.Graph.Logits, "logits");
    }

    /// <summary>That each is the nearest code the twin has found out; here, that they are many, as an image's are.</summary>
    [Theory, MemberData(nameof(Models))]
    public void Tokens_AreManyCodes(string model)
    {
        var (tokens, made) = (TwinRun.Of(model).Graph.Tokens, SmallModels.All[model]);
        Assert.Equal(TwinRun.Of(model).Twin.Length * made.Transformer.TokenCount, tokens.Length);
        Assert.InRange(tokens.Distinct().Count(), made.Tokenizer.Vocabulary / 4, made.Tokenizer.Vocabulary);
    }
}
