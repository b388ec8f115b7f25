using VarMem.Models;
using VarMem.Models.Membership;
using VarMem.Models.Onnx;
using VarMem.Models.Scoring;
using VarMem.Tests.Models.Var;

namespace VarMem.Tests.Models.Membership;

/// <summary>The likelihood of tokens, as a session gives it, on the emoji model.</summary>
public class EmojiLikelihoodTest
{
    const int Batch = 16, Length = EmojiTwin.Tokens;

    static readonly IReadOnlyList<Hook> Hooks = HookPattern.Select(EmojiModel.Folder.Hooks, [HookPattern.Default]);

    /// <summary>16 images × 8 crops of the published PyTorch code.</summary>
    [Fact]
    public void LogP_OfEveryToken_IsTheReferences()
    {
        var (conditional, unconditional) = (Reference("token_nll_conditional.npy"), Reference("token_nll_unconditional.npy"));
        using var session = Session(Likelihood.WithNullClass);
        using var pass = session.NewPass();
        for (var first = 0; first < 128; first += Batch)
        {
            Run(pass, first);
            for (var slot = 0; slot < Batch; slot++)
            {
                var at = (first + slot) * Length;
                var found = pass.Tokens(slot);
                Assert.Equal(EmojiTwin.ReferenceTokens.AsSpan(at, Length), found.Tokens);
                for (var t = 0; t < Length; t++)
                {
                    Assert.Equal(conditional[at + t], -found.Conditional.LogP[t], 1e-4);
                    Assert.Equal(unconditional[at + t], -found.NullClassLogP[t], 1e-4);
                }
            }
        }
    }

    /// <summary>All eleven, from the logits that the graph without them gives, in double.</summary>
    [Theory]
    [InlineData(true), InlineData(false)]
    public void Statistics_EqualThoseOfTheLogits(bool optimize)
    {
        const int Crops = 2;
        var pixels = EmojiTwin.Pixels[..(Crops * EmojiTwin.Length)];
        var given = Logits(new GraphRun(EmojiModel.Folder, pixels, [EmojiTwin.Labels[0], EmojiTwin.Labels[0]]));
        var none = Logits(new GraphRun(EmojiModel.Folder, pixels, [EmojiTwin.NullClass, EmojiTwin.NullClass]));
        using var session = Session(Likelihood.WithNullClass, optimize);
        using var pass = session.NewPass();
        Run(pass, 0);
        for (var crop = 0; crop < Crops; crop++)
        {
            var tokens = EmojiTwin.ReferenceTokens[(crop * Length)..((crop + 1) * Length)];
            var expected = NaiveStatistics.Rows(given[crop], none[crop], tokens);
            var found = pass.Tokens(crop).Statistics;
            for (var i = 0; i < found.Length; i++)
            {
                var (row, t) = Math.DivRem(i, Length);
                if (row is 4 or 10) // the rank: float32 noise swaps codes next to each other
                {
                    var z = row == 4 ? given[crop][t] : [.. given[crop][t].Zip(none[crop][t], (a, b) => a - b)];
                    Assert.InRange(found[i], 1 + z.Count(value => value > z[tokens[t]] + 1e-4), 1 + z.Count(value => value > z[tokens[t]] - 1e-4));
                }
                else Assert.Equal(expected[row][t], found[i], 1e-4 + 1e-4 * Math.Abs(expected[row][t]));
            }
        }
    }

    /// <summary>
    /// The second pass changes no bit of the first. The likelihood changes μ by rounding: it needs the last scale's tokens, hence what the
    /// quantizer leaves of the latent, which keeps the runtime from adding its last picture within the convolution.
    /// </summary>
    [Fact]
    public void Means_AreThoseWithoutTheLikelihood()
    {
        using var plainSession = Session(Likelihood.None);
        using var plain = plainSession.NewPass();
        Run(plain, 0);
        using var bothSession = Session(Likelihood.WithNullClass);
        using var both = bothSession.NewPass();
        Run(both, 0);
        using var givenSession = Session(Likelihood.Conditional);
        using var given = givenSession.NewPass();
        Run(given, 0);
        Assert.Equal(given.Means, both.Means);
        for (var u = 0; u < plain.Means.Length; u++) Assert.Equal(plain.Means[u], both.Means[u], 1e-5 * plain.Means[u] + 1e-6);
        for (var slot = 0; slot < Batch; slot++)
            Assert.Equal(given.Tokens(slot).Statistics, both.Tokens(slot).Statistics[..(5 * Length)]);
        Assert.True(given.Tokens(0).NullClassLogP.IsEmpty);
    }

    /// <summary>The second pass is that of the null class for a label, bit for bit; of the layers hooked it changes nothing.</summary>
    [Fact]
    public void NullClass_IsThePassWithThatLabel()
    {
        using var session = Session(Likelihood.WithNullClass);
        using var pass = session.NewPass();
        Run(pass, 0);
        var unconditional = pass.Tokens(3).NullClassLogP.ToArray();
        Assert.True(pass.Tokens(3).HasGuided);
        pass.Labels.Fill(EmojiTwin.NullClass);
        pass.Run();
        var found = pass.Tokens(3);
        Assert.Equal(unconditional, found.Conditional.LogP);
        Assert.Equal(unconditional, found.NullClassLogP);
        Assert.False(found.HasGuided);
        Assert.All(found.Guided.Margin.ToArray(), margin => Assert.Equal(0, margin));
    }

    [Fact]
    public void LowPrecision_IsNear()
    {
        using var session = new ScoringSession(
            EmojiModel.Folder.Graph, Hooks, new ScoringOptions { Batch = 1, Precision = Precision.Fp16, Likelihood = Likelihood.WithNullClass });
        using var pass = session.NewPass();
        Fill(pass, 0, 1);
        pass.Run();
        var (conditional, unconditional) = (Reference("token_nll_conditional.npy"), Reference("token_nll_unconditional.npy"));
        var found = pass.Tokens(0);
        Assert.Equal(EmojiTwin.ReferenceTokens.AsSpan(0, Length), found.Tokens);
        for (var t = 0; t < Length; t++)
        {
            Assert.Equal(conditional[t], -found.Conditional.LogP[t], 0.1);
            Assert.Equal(unconditional[t], -found.NullClassLogP[t], 0.1);
        }
    }

    [Fact]
    public void Session_OfANetworkWithoutPrediction_IsRefused()
    {
        var graph = EmojiModel.Folder.Graph with { Prediction = null };
        Assert.Equal(
            $"{graph.File} predicts no tokens, so that there is no likelihood of any; score it without, or choose a VAR model with its transformer.",
            Assert.Throws<ModelException>(() => new ScoringSession(graph, Hooks, new ScoringOptions { Likelihood = Likelihood.Conditional })).Message);
    }

    static ScoringSession Session(Likelihood likelihood, bool optimize = true) =>
        new(EmojiModel.Folder.Graph, Hooks, new ScoringOptions { Batch = Batch, Likelihood = likelihood, Optimize = optimize });

    static void Run(ScoringPass pass, int first)
    {
        Fill(pass, first, Batch);
        pass.Run();
    }

    static void Fill(ScoringPass pass, int first, int crops)
    {
        EmojiTwin.Pixels.AsSpan(first * EmojiTwin.Length, crops * EmojiTwin.Length).CopyTo(pass.Pixels);
        for (var i = 0; i < crops; i++) pass.Labels[i] = EmojiTwin.Labels[(first + i) / EmojiModel.Augmentations];
    }

    static float[] Reference(string file) => EmojiModel.Reference<float>(file).Values; // (128, L)

    /// <summary>(crops, L, V)</summary>
    static double[][][] Logits(GraphRun run) =>
        [.. run.Logits.Select(logit => (double)logit).Chunk(run.Logits.Length / run.Tokens.Length).Chunk(Length)];
}
