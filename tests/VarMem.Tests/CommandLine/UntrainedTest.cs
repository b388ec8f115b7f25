using VarMem.Tests.EndToEnd;
using VarMem.Tests.Models.MadeUp;

namespace VarMem.Tests.CommandLine;

/// <summary><c>varmem model untrained</c>: what it writes and says, and what it refuses.</summary>
public class UntrainedTest : ProgramTest
{
    static readonly string Emoji = Repository.File("models", "emoji");

    [Fact]
    public void Untrained_Emoji_Runs()
    {
        var written = Do($"model untrained {Emoji} --out u --seed 3");
        Assert.Equal($"`varmem run --model u --manifest {Manifest}` runs it\n", written.Error);
        Assert.Contains(
            "\nweights      the transformer's as published before training, seed 3; the tokenizer's as trained\n",
            written.Output, StringComparison.Ordinal);
        Assert.Contains("\ntransformer  var.safetensors, 1,900,312 parameters\n", written.Output, StringComparison.Ordinal);
        Assert.Contains("\ntokenizer    vqvae.pth, 2,946,067 parameters\n", written.Output, StringComparison.Ordinal);

        Do($"run --model u --manifest {Manifest} --limit 20 --out out");
        using var connection = Open("out/varmem.duckdb");
        var (images, finite, least, names) = connection.Rows(
            """
            SELECT count(DISTINCT image_id), bool_and(isfinite(mu)), min(mu), count(DISTINCT class_name)
            FROM activation
            JOIN image USING (image_id)
            """,
            row => (row.GetInt64(0), row.GetBoolean(1), row.GetFloat(2), row.GetInt64(3))).Single();
        Assert.Equal((40, true, 9), (images, finite, names));
        Assert.True(least > 0);
    }

    [Fact]
    public void Untrained_HeadsByOption_Run()
    {
        Directory.CreateDirectory(Folder.File("m"));
        SmallModels.All["FiveLevels"].WriteTorch(Folder.File("m"));
        Assert.Equal("`varmem run --model u --images DIR` runs it\n", Do($"model untrained m --out u --heads 3").Error);
        Folder.Write("list.csv", $"path,label\n{Path.Combine(Images, "val", "flags", "flag-ae.png")},1\n");
        Do($"run --model u --manifest list.csv --crop center --out out");
        Assert.Contains(" 3 heads (as --heads or model.json said)", Do($"model info out/model").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Untrained_FoldersThatCannotBe()
    {
        Assert.Equal(
            "nowhere: no such folder; expected a model: model.onnx (made by `varmem model build`) or two checkpoints.",
            Fails(1, $"model untrained nowhere --out u"));
        Directory.CreateDirectory(Folder.File("empty"));
        Assert.Equal(
            "empty: holds no tokenizer and no transformer; expected one checkpoint (.pth or .safetensors) of each, or a built model.onnx.",
            Fails(1, $"model untrained empty --out u"));
        Assert.Equal(
            $"{Model}: holds no tokenizer and no transformer; "
            + "expected one checkpoint (.pth or .safetensors) of each, beside or instead of the built model.",
            Fails(1, $"model untrained {Model} --out u"));
        Assert.Equal(
            $"--out {Emoji}/../emoji/ is the trained model's own folder; expected another",
            Fails(2, $"model untrained {Emoji} --out {Emoji + "/../emoji/"}"));
        Folder.Write("file", "hello");
        Assert.Equal(
            "--out file is a file; expected a folder, or a path where nothing is yet", Fails(2, $"model untrained {Emoji} --out file"));
        Folder.Write("used/notes.txt", "hello");
        Assert.Equal(
            "used: holds notes.txt; expected an empty folder, one that is not there yet, or an untrained model to be written anew.",
            Fails(1, $"model untrained {Emoji} --out used"));
        Assert.False(Directory.Exists(Folder.File("u")));
    }
}
