using System.Runtime.CompilerServices;
using VarMem.Models.Var;

namespace VarMem.Tests.EndToEnd;

/// <summary>The tokenizer alone: no transformer, no labels.</summary>
public class OnlyTokenizerTest : ProgramTest
{
    static readonly string Vqvae = Repository.File("models", "emoji", "vqvae.pth");
    static readonly string Facts = Repository.File("models", "emoji", "model.json");

    [Fact]
    public void Mu_IsThatOfTheWholeModel()
    {
        Do($"model build --vqvae {Vqvae} --only-tokenizer --out alone");
        var info = Do($"model info alone").Output;
        Assert.Contains("image         32×32", info, StringComparison.Ordinal); // model.json beside the checkpoint says so
        Assert.DoesNotContain("transformer", info, StringComparison.Ordinal);

        Do($"extract --model alone --manifest {Manifest} --limit 3 --db alone.duckdb");
        Do($"extract --model {Model} --only-tokenizer --manifest {Manifest} --limit 3 --db only.duckdb");
        Do($"extract --model {Model} --hooks encoder.{{conv_in,down.*.{{block,attn}}.*,down.*.downsample,mid.*,conv_out}} --manifest {Manifest} --limit 3 --db whole.duckdb");
        var expected = Mu("whole.duckdb");
        Assert.Equal(11, expected.Select(row => row.Layer).Distinct().Count());
        Assert.Equal(expected, Mu("alone.duckdb"));
        Assert.Equal(expected, Mu("only.duckdb"));
    }

    [Fact]
    public void Images_NeedNoLabels()
    {
        foreach (var (i, file) in Directory.GetFiles(Path.Combine(Images, "val", "flags")).Take(5).Index())
            File.Copy(file, Folder.File(i < 3 ? $"flat/{i}.png" : $"split/{(i == 3 ? "train" : "val")}/{i}.png"));
        Folder.Write("list.csv", "path,split\nflat/1.png,train\nflat/2.png,\n");
        Do($"model build --vqvae {Vqvae} --only-tokenizer --facts {Facts} --out m");
        Do($"extract --model m --images flat --db flat.duckdb");
        Do($"extract --model m --images split --db split.duckdb");
        Do($"extract --model m --manifest list.csv --db list.duckdb");
        Do($"extract --model m --tensors {EmojiModel.ReferenceFile("images.npy")} --augmentations 8 --db tensors.duckdb");
        Assert.Equal(["0.png,,", "1.png,,", "2.png,,"], Rows("flat.duckdb"));
        Assert.Equal(["train/3.png,,train", "val/4.png,,val"], Rows("split.duckdb"));
        Assert.Equal(["flat/1.png,,train", "flat/2.png,,"], Rows("list.duckdb"));
        Assert.Equal(16, Rows("tensors.duckdb").Count);
        Assert.Contains("Tokenizer on 16 images", Do($"analyze --db tensors.duckdb").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_OnCheckpoints_LeavesTheTransformerAlone()
    {
        File.Copy(Vqvae, Folder.File("checkpoints/vqvae.pth"));
        var run = Do($"run --model checkpoints --only-tokenizer --images {Path.Combine(Images, "val")} --limit 20 --out out");
        Assert.StartsWith("\nTokenizer on 20 images", run.Output, StringComparison.Ordinal);
        Assert.Null(ModelFolder.Open(Folder.File("out/model")).Description.Transformer);
    }

    [Fact]
    public void Extract_WhatOnlyATransformerHas()
    {
        var extract = $"extract --model {Model} --only-tokenizer --manifest {Manifest} --db a.duckdb";
        Assert.Equal(
            "--per-scale is for the layers of a VAR transformer; none of those chosen has scales, drop it",
            Fails(2, FormattableStringFactory.Create($"{extract} --per-scale")));
        Assert.Equal(
            $"--label-drop is for networks with classes; {Model} is run without, drop it",
            Fails(2, FormattableStringFactory.Create($"{extract} --label-drop 0.1")));
        foreach (var option in (string[])["--likelihood", "--unconditional", "--token-scores"])
            Assert.Equal(
                $"{option} is for VAR models with their transformer, which predicts an image's tokens; {Model} is run without, drop it",
                Fails(2, FormattableStringFactory.Create($"{extract} {option}")));
        Assert.False(File.Exists(Folder.File("a.duckdb")));
    }

    [Theory]
    [InlineData("--image-size 65536", "65536")]
    [InlineData("--patch-nums 1,2,1000000000", "2147483647")]
    public void Build_SizeBeyondAnyPicture(string option, string shown)
    {
        Folder.Write("none.json", "{}");
        var message = Fails(1, FormattableStringFactory.Create($"model build --vqvae {Vqvae} --only-tokenizer --facts none.json --out m {option}"));
        Assert.Equal($"{Vqvae}: has {shown} pixels a side; expected at most 4096.", message);
        Assert.False(Directory.Exists(Folder.File("m")));
    }

    [Fact]
    public void Build_SizesThatContradict() => Assert.Equal(
        $"{Facts}: image_size is 32, but the last scale's side 9 times the tokenizer's downsampling 4 is 36; correct it, or leave it away.",
        Fails(1, $"model build --vqvae {Vqvae} --only-tokenizer --patch-nums 1,9 --out m"));

    [Fact]
    public void Build_SizeThatTheTokenizerCannotHalve() => Assert.Equal(
        "image_size 30 does not fit the tokenizer, which makes one position of 4 pixels a side; choose a multiple of 4.",
        Fails(1, $"model build --vqvae {Vqvae} --only-tokenizer --image-size 30 --out m"));

    List<string> Rows(string database)
    {
        using var connection = Open(database);
        return connection.Rows(
            "SELECT concat_ws(',', path, coalesce(class_id::VARCHAR, ''), coalesce(split, '')) FROM image ORDER BY image_id",
            row => row.GetString(0));
    }

    List<(string Layer, int Image, int Unit, float Mu)> Mu(string database)
    {
        using var connection = Open(database);
        return connection.Rows(
            """
            SELECT layer.name, image_id, unit_index, mu
            FROM activation
            JOIN unit USING (unit_id)
            JOIN layer USING (layer_id)
            ORDER BY ALL
            """,
            row => (row.GetString(0), row.GetInt32(1), row.GetInt32(2), row.GetFloat(3)));
    }
}
