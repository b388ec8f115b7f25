using VarMem.Tests.Models.Twin;

namespace VarMem.Tests.Models.Var;

/// <summary>
/// −log p of each token of two crops, under the image's class and under the null class, from the graph's and from the twin's logits: what
/// tells members from others, against the published PyTorch implementation.
/// </summary>
public class TokenLikelihoodTest
{
    const int Crops = 2;

    [Theory]
    [InlineData("token_nll_conditional.npy", false)]
    [InlineData("token_nll_unconditional.npy", true)]
    public void Negative_OfTheTwinsLogits_IsTheReferences(string file, bool nullClass)
    {
        var crops = nullClass ? EmojiTwin.Run(Crops, EmojiTwin.NullClass) : EmojiTwin.FirstImage[..Crops];
        Equal(file, [.. crops.Select(crop => crop.Logits)]);
    }

    [Theory]
    [InlineData("token_nll_conditional.npy", false)]
    [InlineData("token_nll_unconditional.npy", true)]
    public void Negative_OfTheGraphsLogits_IsTheReferences(string file, bool nullClass)
    {
        var label = nullClass ? EmojiTwin.NullClass : EmojiTwin.Labels[0];
        var run = new GraphRun(EmojiModel.Folder, EmojiTwin.Pixels[..(Crops * EmojiTwin.Length)], [label, label]);
        Assert.Equal(EmojiTwin.ReferenceTokens[..(Crops * EmojiTwin.Tokens)], run.Tokens);
        var rows = run.Logits.Select(logit => (double)logit).Chunk(run.Logits.Length / run.Tokens.Length); // (crops·L, V)
        Equal(file, [.. rows.Chunk(EmojiTwin.Tokens)]);
    }

    static void Equal(string file, double[][][] logits)
    {
        var expected = EmojiModel.Reference<float>(file).Values; // (128, L)
        for (var crop = 0; crop < Crops; crop++)
        {
            var place = crop * EmojiTwin.Tokens;
            var tokens = EmojiTwin.ReferenceTokens.AsSpan(place, EmojiTwin.Tokens);
            Close.Values(TokenLikelihood.Negative(logits[crop], tokens), expected.AsSpan(place, EmojiTwin.Tokens), $"{file}, crop {crop}");
        }
    }
}
