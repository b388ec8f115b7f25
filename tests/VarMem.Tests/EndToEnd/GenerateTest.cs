using VarMem.Models.Generation;
using VarMem.Pipeline.Images;
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
