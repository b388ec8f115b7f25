using VarMem.Images;
using VarMem.Models.Generation;
using VarMem.Models.Scoring;
using VarMem.Pipeline.Images;
using VarMem.Pipeline.Sources;
using VarMem.Tests.Models.MadeUp;

namespace VarMem.Tests.EndToEnd;

/// <summary><c>varmem generate</c>: a PNG an image, and a sheet.</summary>
public class GenerateTest : ProgramTest
{
    [Fact]
    public void Generate_WritesTheImages()
    {
        Assert.Equal(
            """
            class   food (label 3)
            images  9, drawn from the 50 likeliest tokens, of these the likeliest 90%, guidance 2, seed 5
            first   out/class3-seed5-0000.png
            sheet   out/class3-seed5-sheet.png

            """,
            Do($"generate --model {Model} --class food --count 9 --seed 5 --cfg 2 --top-k 50 --top-p 0.9 --out out").Output);
        Assert.Equal(
            [.. Enumerable.Range(0, 9).Select(i => $"class3-seed5-000{i}.png"), "class3-seed5-sheet.png"],
            Directory.GetFileSystemEntries(Folder.File("out")).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal));

        using var generator = new ImageGenerator(EmojiModel.Folder, new Sampling { Cfg = 2, TopK = 50, TopP = 0.9 }, seed: 5);
        var pixels = generator.Generate([new ImageToGenerate(3, 8, [])])[0].Pixels; // (3, 32, 32)
        using var reader = new ImageReader();
        var file = Folder.File("out/class3-seed5-0008.png");
        reader.Open(file, file);
        reader.Decode(file);
        Assert.Equal((32, 32), (reader.Image.Width, reader.Image.Height));
        for (var i = 0; i < 32 * 32; i++)
            for (var channel = 0; channel < 3; channel++)
                Assert.Equal((pixels[channel * 1024 + i] + 1) / 2 * 255, reader.Image.Pixels[3 * i + channel], 0.5001);
    }

    [Fact]
    public void Generate_Again_IsTheSame()
    {
        Do($"generate --model {Model} --class 3 --count 3 --out a");
        Do($"generate --model {Model} --class 3 --count 12 --out b");
        for (var i = 0; i < 3; i++)
            Assert.Equal(File.ReadAllBytes(Folder.File($"a/class3-seed0-000{i}.png")), File.ReadAllBytes(Folder.File($"b/class3-seed0-000{i}.png")));
        Assert.Contains("class   no class (label 9)\nimages  1, the likeliest tokens, guidance 1.5, seed 0", Do($"generate --model {Model} --class none --greedy --out c").Output, StringComparison.Ordinal);
    }

    /// <summary>Three scales of an image's middle and one to go on with: what the tokenizer and the generator make of them.</summary>
    [Fact]
    public void Generate_OfAPrefix_GoesOnWithIt()
    {
        var file = Path.Combine(Images, "train/food/bacon.png");
        var output = Do($"generate --model {Model} --class food --image {file} --scales 3 --cfg 0 --greedy --device cpu --out out").Output;
        Assert.Contains($"images  1, the likeliest tokens, guidance 0, seed 0, 3 scales of {file} given\n", output, StringComparison.Ordinal);

        float[] crop = [];
        var source = new ImageSource(Images, [new(0, "bacon.png", file, null, null, null, null)]);
        MiddleOfImages.Read(source, 40, 32, (_, _, pixels) => crop = pixels.ToArray(), default);
        using var tokenizer = new TokenizerSession(EmojiModel.Folder);
        using var generator = new ImageGenerator(EmojiModel.Folder, new Sampling { Cfg = 0, Greedy = true }, seed: 0);
        var given = tokenizer.Tokens([crop])[0][..14];
        var image = generator.Generate([new ImageToGenerate(3, 0, given)])[0];
        Assert.Equal(given, image.Tokens[..14]);
        Assert.Equal(PixelPicture.ToPng(image.Pixels, 32), File.ReadAllBytes(Folder.File("out/class3-seed0-0000.png")));
    }

    [Theory]
    [InlineData("--image FILE", "--image and --scales go together: the first scales of that image are given")]
    [InlineData("--scales 2", "--image and --scales go together: the first scales of that image are given")]
    [InlineData("--image none.png --scales 2", "--image none.png: no such file")]
    [InlineData("--image FILE --scales 6", "--scales 6: the model has 6, with 1, 2, 3, 4, 6, 8 tokens a side; expected 1 to 5, so that there is one to generate")]
    public void Generate_BadPrefix(string options, string error) => Assert.Equal(
        error,
        Fails(2, $"generate --model {Model} --class 0 --out out {options.Split(' ').Select(word => word == "FILE" ? Path.Combine(Images, "train/food/bacon.png") : word).ToArray()}"));

    [Fact]
    public void Generate_NoSuchClass() => Assert.Equal(
        "--class 9: the model has no such class; expected a name in its model.json, a number from 0 to 8, or none",
        Fails(2, $"generate --model {Model} --class 9 --out out"));

    [Fact]
    public void Generate_WithoutDecoder()
    {
        var (vqvae, var) = new MadeUpPair().Write(Folder.Path);
        Do($"model build --vqvae {vqvae} --var {var} --out m");
        Assert.Equal(
            "m: cannot make pictures of tokens, since vqvae.safetensors held no decoder (decoder.* and post_quant_conv); "
            + "build the model from a tokenizer's whole checkpoint.",
            Fails(1, $"generate --model m --class 0 --out out"));
        Assert.False(Directory.Exists(Folder.File("out")));
    }
}
