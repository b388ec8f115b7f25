using System.Text.Json.Nodes;
using VarMem.Models;
using VarMem.Models.Var;
using VarMem.Tests.Models.MadeUp;

namespace VarMem.Tests.Models.Var;

/// <summary>A built model's model.json, edited by hand while graph and hash are left as they are: refused, or only shown.</summary>
public sealed class EditedDescriptionTest : IDisposable
{
    readonly TempFolder _temp = new();
    readonly string _file;

    public EditedDescriptionTest()
    {
        var (vqvae, var) = new MadeUpPair().Write(_temp.Path);
        _file = Path.Combine(ModelBuilder.Build(vqvae, var, Path.Combine(_temp.Path, "built"), new ModelFacts()).Path, "model.json");
    }

    public void Dispose() => _temp.Dispose();

    [Theory]
    [InlineData("image_size", "12", "image_size is 12, but 6 in the graph beside it")]
    [InlineData("class_names", "[\"a\"]", "the number of class_names is 1, but 3 in the graph beside it")]
    [InlineData("transformer.architecture.class_count", "4", "transformer.architecture.class_count is 4, but 3 in the graph beside it")]
    [InlineData("transformer.architecture.width", "128", "transformer.architecture.width is 128, but 64 in the graph beside it")]
    [InlineData("transformer.architecture.depth", "1", "transformer.architecture.depth is 1, but 2 in the graph beside it")]
    [InlineData("transformer.architecture.hidden", "64", "transformer.architecture.hidden is 64, but 96 in the graph beside it")]
    [InlineData("transformer.architecture.vocabulary", "17", "transformer.architecture.vocabulary is 17, but 16 in the graph beside it")]
    [InlineData("transformer.architecture.latent_channels", "4",
        "transformer.architecture.latent_channels is 4, but 8 in the graph beside it")]
    [InlineData("transformer.architecture.patch_nums", "[1, 2, 4]",
        "the number of tokens of transformer.architecture.patch_nums is 21, but 14 in the graph beside it")]
    [InlineData("tokenizer.architecture.channels", "64", "tokenizer.architecture.channels is 64, but 32 in the graph beside it")]
    [InlineData("tokenizer.architecture.level_channels", "[32]",
        "the number of tokenizer.architecture.level_channels is 1, but 2 in the graph beside it")]
    [InlineData("tokenizer.architecture.level_channels", "[32, 32]",
        "tokenizer.architecture.level_channels[1] is 32, but 64 in the graph beside it")]
    [InlineData("tokenizer.architecture.vocabulary", "17", "tokenizer.architecture.vocabulary is 17, but 16 in the graph beside it")]
    [InlineData("tokenizer.architecture.latent_channels", "9", "tokenizer.architecture.latent_channels is 9, but 8 in the graph beside it")]
    public void Open_AgainstTheGraph(string key, string json, string message)
    {
        Edit(key, json);
        Assert.Equal($"{_file}: {message}; correct it, or build the model again.", OpenError());
    }

    [Theory]
    [InlineData("image_size", "0", "image_size is 0; expected the side in pixels, 1 or more.")]
    [InlineData("resize_ratio", "0.5", "resize_ratio is 0.5; expected a number from 1 to 100.")]
    [InlineData("resize_ratio", "-1", "resize_ratio is -1; expected a number from 1 to 100.")]
    [InlineData("transformer.architecture.patch_nums", "[2147483647, 1]",
        "patch_nums is [2147483647,1]; expected two or more sides, each larger than the one before.")]
    [InlineData("transformer.sha256", "\"\"", "transformer.sha256 is ; expected 64 hexadecimal digits in lower case.")]
    [InlineData("tokenizer.sha256", "\"0xab\"", "tokenizer.sha256 is 0xab; expected 64 hexadecimal digits in lower case.")]
    [InlineData("tokenizer.parameters", "0", "tokenizer.parameters is 0; expected 1 or more.")]
    [InlineData("transformer.checkpoint", "\"\"", "transformer.checkpoint is nothing; expected a file name.")]
    public void Open_ThatCannotBe(string key, string json, string message)
    {
        Edit(key, json);
        Assert.Equal($"{_file}: {message}", OpenError());
    }

    [Theory]
    [InlineData("image_size", "\"6\"", "the value of image_size is of another kind")]
    [InlineData("transformer.architecture.patch_nums", "[1, null]",
        "the value of transformer.architecture.patch_nums[1] is of another kind")]
    [InlineData("transformer.architecture.heads_from", "\"hearsay\"",
        "the value of transformer.architecture.heads_from is of another kind")]
    [InlineData("tokenizer.parameters", "1e99", "the value of tokenizer.parameters is of another kind")]
    public void Open_ValuesOfAnotherKind(string key, string json, string reason)
    {
        Edit(key, json);
        Assert.Equal($"{_file}: is no valid description of a built model ({reason}); build the model again.", OpenError());
    }

    [Theory]
    [InlineData("tokenizer")]
    [InlineData("tokenizer.sha256")]
    [InlineData("transformer.parameters")]
    [InlineData("transformer.architecture.patch_nums")]
    public void Open_KeysMissingOrNull(string key)
    {
        Edit(key, null);
        Assert.StartsWith($"{_file}: is no valid description of a built model (", OpenError(), StringComparison.Ordinal);
        Edit(key, "null");
        Assert.StartsWith($"{_file}: is no valid description of a built model (", OpenError(), StringComparison.Ordinal);
    }

    [Fact]
    public void Open_TransformerTakenOut()
    {
        Edit("transformer", "null");
        Assert.Equal(
            $"{_file}: the number of blocks of no transformer is 0, but 2 in the graph beside it; correct it, or build the model again.",
            OpenError());
    }

    /// <summary>Facts that are the user's to say, and one that nothing but people reads.</summary>
    [Theory]
    [InlineData("resize_ratio", "1.5")]
    [InlineData("class_names", "[\"x\", \"y\", \"z\"]")]
    [InlineData("transformer.checkpoint", "\"renamed.pth\"")]
    [InlineData("note", "\"mine\"")]
    public void Open_Harmless(string key, string json)
    {
        Edit(key, json);
        Assert.Equal(3, ModelFolder.Open(Path.GetDirectoryName(_file)!).Description.ClassNames.Length);
    }

    string OpenError()
    {
        var message = Assert.Throws<ModelException>(() => ModelFolder.Open(Path.GetDirectoryName(_file)!)).Message;
        Assert.DoesNotContain(message, char.IsControl);
        return message;
    }

    /// <param name="key">Path of the value.</param>
    /// <param name="json">The new value; null removes the key.</param>
    void Edit(string key, string? json)
    {
        var root = JsonNode.Parse(File.ReadAllText(_file))!.AsObject();
        var parts = key.Split('.');
        var owner = parts[..^1].Aggregate(root, (node, part) => node[part]!.AsObject());
        owner.Remove(parts[^1]);
        if (json is not null) owner.Add(parts[^1], JsonNode.Parse(json));
        File.WriteAllText(_file, root.ToJsonString());
    }
}
