using VarMem.Models;
using VarMem.Models.Var;
using VarMem.Tests.Models.MadeUp;

namespace VarMem.Tests.Models.Var;

/// <summary>A model.json beside checkpoints, as somebody typed it.</summary>
public sealed class ModelFactsTest : IDisposable
{
    const string Keys = "image_size, resize_ratio, patch_nums, heads, class_names";

    readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Theory]
    [InlineData("{}")]
    [InlineData("\ufeff{\"resize_ratio\": 1}")] // some editors write a mark before UTF-8
    [InlineData("""{"image_size": 6, "resize_ratio": 1.5, "patch_nums": [1, 2, 3], "heads": 4, "class_names": ["a", "b", "c"]}""")]
    public void Read_WhatFits_Builds(string json)
    {
        var facts = ModelFacts.Read(_temp.Write("model.json", json));
        Assert.Equal(facts.ResizeRatio ?? ModelFacts.PublishedResizeRatio, Build(facts).Description.ResizeRatio);
    }

    [Fact]
    public void Read_ABuiltModelsDescription_GivesItsFacts()
    {
        var built = Build(new ModelFacts { ClassNames = ["a", "b", "c"], ResizeRatio = 2 });
        var facts = ModelFacts.Read(Path.Combine(built.Path, "model.json"));
        Assert.Equal((6, 2.0), (facts.ImageSize, facts.ResizeRatio));
        Assert.Equal(["a", "b", "c"], facts.ClassNames!);
    }

    [Theory]
    [InlineData("""{"resize_ration": 1.25}""",
        "has the key resize_ration, which means nothing there; expected some of " + Keys + "; nearest: resize_ratio.")]
    [InlineData("""{"Image_Size": 12}""",
        "has the key Image_Size, which means nothing there; expected some of " + Keys + "; nearest: image_size.")]
    [InlineData("""{"image_size": 0}""", "image_size is 0; expected the side in pixels, 1 or more.")]
    [InlineData("""{"image_size": -32}""", "image_size is -32; expected the side in pixels, 1 or more.")]
    [InlineData("""{"resize_ratio": 0}""", "resize_ratio is 0; expected a number from 1 to 100.")]
    [InlineData("""{"resize_ratio": -1.25}""", "resize_ratio is -1.25; expected a number from 1 to 100.")]
    [InlineData("""{"resize_ratio": 0.999}""", "resize_ratio is 0.999; expected a number from 1 to 100.")]
    [InlineData("""{"resize_ratio": 1e300}""", "resize_ratio is 1E+300; expected a number from 1 to 100.")]
    [InlineData("""{"patch_nums": []}""", "patch_nums is []; expected two or more sides, each larger than the one before.")]
    [InlineData("""{"patch_nums": [4]}""", "patch_nums is [4]; expected two or more sides, each larger than the one before.")]
    [InlineData("""{"patch_nums": [0, 1]}""", "patch_nums is [0,1]; expected two or more sides, each larger than the one before.")]
    [InlineData("""{"patch_nums": [1, 3, 3]}""", "patch_nums is [1,3,3]; expected two or more sides, each larger than the one before.")]
    [InlineData("""{"heads": 0}""", "heads is 0; expected a whole number from 1.")]
    [InlineData("""{"class_names": ["a", " ", "c"]}""", "class_names is an empty name at index 1; expected a name for each class.")]
    [InlineData("""{"class_names": ["a", null, "c"]}""", "class_names is an empty name at index 1; expected a name for each class.")]
    [InlineData("[]", "is no JSON object; expected {…} with some of " + Keys + ".")]
    [InlineData("null", "is no JSON object; expected {…} with some of " + Keys + ".")]
    public void Read_WhatCannotBe(string json, string message) => Assert.Equal(message, ReadError(json));

    [Theory]
    [InlineData("""{"image_size": "32"}""", "the value of image_size is of another kind")]
    [InlineData("""{"image_size": 12.5}""", "the value of image_size is of another kind")]
    [InlineData("""{"image_size": 3000000000}""", "the value of image_size is of another kind")]
    [InlineData("""{"resize_ratio": "NaN"}""", "the value of resize_ratio is of another kind")]
    [InlineData("""{"patch_nums": "1,2,3"}""", "the value of patch_nums is of another kind")]
    [InlineData("""{"patch_nums": [1, 2.5]}""", "the value of patch_nums[1] is of another kind")]
    [InlineData("""{"heads": "4"}""", "the value of heads is of another kind")]
    [InlineData("""{"class_names": {"0": "a"}}""", "the value of class_names is of another kind")]
    [InlineData("""{"class_names": [0]}""", "the value of class_names[0] is of another kind")]
    public void Read_ValuesOfAnotherKind(string json, string reason) =>
        Assert.Equal($"is no JSON with {Keys} ({reason}).", ReadError(json));

    [Theory]
    [InlineData("")]
    [InlineData("{'image_size': 32}")]
    [InlineData("{\"image_size\": 32,}")]
    [InlineData("{\"resize_ratio\": NaN}")]
    [InlineData("{\"image_size\": 32, \"image_size\": 64}")]
    public void Read_NoJson(string json)
    {
        var message = ReadError(json);
        Assert.StartsWith($"is no JSON with {Keys} (", message, StringComparison.Ordinal);
        Assert.EndsWith(").", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"image_size": 24}""",
        "image_size is 24, but the last scale's side 3 times the tokenizer's downsampling 2 is 6; correct it, or leave it away.")]
    [InlineData("""{"class_names": ["a", "b"]}""",
        "class_names has 2 names, but {0} has 3 classes; name each, or leave class_names away.")]
    public void Build_FactsOfAnotherModel(string json, string message)
    {
        var file = _temp.Write("model.json", json);
        var error = Assert.Throws<ModelException>(() => Build(ModelFacts.Read(file))).Message;
        Assert.Equal($"{file}: {message.Replace("{0}", Path.Combine(_temp.Path, "var.safetensors"))}", error);
    }

    string ReadError(string json)
    {
        var file = _temp.Write("model.json", json);
        var message = Assert.Throws<ModelException>(() => ModelFacts.Read(file)).Message;
        Assert.DoesNotContain(message, char.IsControl);
        Assert.StartsWith($"{file}: ", message, StringComparison.Ordinal);
        return message[(file.Length + 2)..];
    }

    ModelFolder Build(ModelFacts facts)
    {
        var (vqvae, var) = new MadeUpPair().Write(_temp.Path);
        return ModelBuilder.Build(vqvae, var, Path.Combine(_temp.Path, "built"), facts);
    }
}
