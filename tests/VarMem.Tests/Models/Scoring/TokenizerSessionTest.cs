using VarMem.Models;
using VarMem.Models.Scoring;
using VarMem.Models.Var;
using VarMem.Tests.Models.Var;

namespace VarMem.Tests.Models.Scoring;

/// <summary>Crops to tokens, without the transformer.</summary>
public class TokenizerSessionTest
{
    /// <summary>Eleven of them: a batch and a part of one.</summary>
    [Fact]
    public void Tokens_OfTheReferenceCrops_AreTheReferences()
    {
        using var tokenizer = new TokenizerSession(EmojiModel.Folder);
        var crops = Enumerable.Range(0, 11).Select(i => EmojiTwin.Pixels[(i * EmojiTwin.Length)..((i + 1) * EmojiTwin.Length)]).ToArray();
        var tokens = tokenizer.Tokens(crops);
        Assert.Equal(EmojiTwin.ReferenceTokens[..(11 * tokenizer.TokenCount)], tokens.SelectMany(of => of));
        Assert.Equal(tokens[9], tokenizer.Tokens([crops[9]])[0]);
    }

    [Fact]
    public void Model_WithoutTransformer_IsRefused()
    {
        using var temp = new TempFolder();
        var alone = ModelBuilder.Build(Repository.File("models", "emoji", "vqvae.pth"), null, temp.File("built"), new ModelFacts { ImageSize = 32 });
        Assert.EndsWith(
            "predicts no tokens, so that there is no likelihood of any; score it without, or choose a VAR model with its transformer.",
            Assert.Throws<ModelException>(() => new TokenizerSession(alone)).Message, StringComparison.Ordinal);
    }
}
