using System.Text.RegularExpressions;
using VarMem.Store.DuckDb;
using VarMem.Tests.EndToEnd;

namespace VarMem.Tests.CommandLine;

/// <summary>Databases that cannot be used: exit code 1, one message, and the file as it was.</summary>
public class DatabaseErrorTest : ProgramTest
{
    [Fact]
    public void Extract_OtherSettings_NamesThem()
    {
        Do($"extract --model {Model} --manifest {Manifest} --limit 1 --crop center --db a.duckdb");
        Assert.Equal(
            "'a.duckdb' was made by another run, and runs are not mixed. setting augmentations: found 1, expected 2; "
            + "setting crop: found center, expected random; setting resize_ratio: found 1.25, expected 1.125; "
            + "setting seed: found none, expected 5. "
            + "Nothing was changed: give another --db file, or the settings that this one was made with.",
            Unchanged("a.duckdb", () => Fails(
                1, $"extract --model {Model} --manifest {Manifest} --augmentations 2 --seed 5 --resize-ratio 1.125 --db a.duckdb")));
    }

    [Fact]
    public void Extract_OtherModel_NamesIt()
    {
        SafetensorsCopy.OfTransformer(Folder.File("var.safetensors"), _ => null);
        var (vqvae, facts) = (Repository.File("models", "emoji", "vqvae.pth"), Repository.File("models", "emoji", "model.json"));
        Do($"model build --vqvae {vqvae} --var var.safetensors --facts {facts} --out m");
        Do($"extract --model {Model} --manifest {Manifest} --limit 1 --crop center --db a.duckdb");
        var message = Unchanged(
            "a.duckdb", () => Fails(1, $"extract --model m --manifest {Manifest} --limit 1 --crop center --db a.duckdb"));
        var sha256 = EmojiModel.Folder.Description.Transformer!.Sha256;
        Assert.Contains($"transformer checkpoint: found sha256 {sha256}, expected sha256 ", message, StringComparison.Ordinal);
        Assert.DoesNotContain("tokenizer checkpoint", message, StringComparison.Ordinal);
    }

    [Fact]
    public void NoDatabase_IsLeftAsItIs()
    {
        Folder.Write("text.duckdb", "hello");
        var expected = $"Cannot open the database 'text.duckdb': IO Error: The file \"{Folder.File("text.duckdb")}\" exists, but it is not a valid "
            + "DuckDB database file! Give a DuckDB database, or a path where no file is yet: this file was left as it is.";
        FormattableString[] lines = [$"extract --model {Model} --manifest {Manifest} --db text.duckdb", $"sql --db text.duckdb SHOW"];
        foreach (var line in lines)
            Assert.Equal(expected, Unchanged("text.duckdb", () => Fails(1, line)));
    }

    /// <summary>As a copy that was broken off: in the header, in the middle and just ahead of the end.</summary>
    [Theory]
    [InlineData(0.001), InlineData(0.5), InlineData(0.999)]
    public void DatabaseCutOff_IsRefused(double part)
    {
        Do(Extract("cut.duckdb"));
        using (var file = File.OpenWrite(Folder.File("cut.duckdb")))
            file.SetLength((long)(part * file.Length));
        FormattableString[] lines = [$"merge cut.duckdb --db merged.duckdb", $"analyze --db cut.duckdb", Extract("cut.duckdb")];
        foreach (var line in lines)
        {
            var run = Run(line);
            Assert.Equal(1, run.ExitCode);
            Assert.Matches(
                @"(\A|\n)error: ((Cannot open|Writing to) the database 'cut\.duckdb'( failed)?: )?IO Error: Could not read enough bytes from file "
                + $"\"{Regex.Escape(Folder.File("cut.duckdb"))}\"" + @": attempted to read \d+ bytes from location \d+\. "
                + Regex.Escape(DamageAdvice) + @"\n\z", run.Error);
        }
        Assert.False(File.Exists(Folder.File("merged.duckdb")));
    }

    /// <summary>As a disk gives it back that fails.</summary>
    [Fact]
    public void DatabaseDamaged_IsRefused()
    {
        Do(Extract("damaged.duckdb"));
        var bytes = File.ReadAllBytes(Folder.File("damaged.duckdb"));
        bytes.AsSpan(bytes.Length / 2, 1000).Reverse();
        File.WriteAllBytes(Folder.File("damaged.duckdb"), bytes);
        var error = Unchanged("damaged.duckdb", () => Fails(1, $"analyze --db damaged.duckdb"));
        Assert.Matches(
            @"\AIO Error: Corrupt database file: computed checksum \d+ does not match stored checksum \d+ in block at location \d+\. "
            + Regex.Escape(DamageAdvice) + @"\z", error);
    }

    const string DamageAdvice = "The file is cut off or damaged: put a whole copy in its place, or delete it and run varmem extract again.";

    [Fact]
    public void DatabaseOfSomethingElse_IsLeftAsItIs()
    {
        using (var connection = new DuckDbConnection($"Data Source={Folder.File("other.duckdb")}"))
        {
            connection.Open();
            connection.Run("CREATE TABLE cat AS SELECT 1 AS lives");
        }
        var message = Unchanged("other.duckdb", () => Fails(1, $"extract --model {Model} --manifest {Manifest} --db other.duckdb"));
        Assert.StartsWith("'other.duckdb' is no database of this version of VarMem. Missing: ", message, StringComparison.Ordinal);
        Assert.Contains("; its tables: cat. ", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Extract_NowhereToWrite()
    {
        Folder.Write("file", "hello");
        Assert.Equal(
            $"Cannot create the database 'folder/a.duckdb': there is no folder '{Folder.Path}/folder'. "
            + "Create it, or give another --db file.",
            ExtractFails("folder/a.duckdb"));
        Assert.Equal(
            $"Cannot create the database 'file/a.duckdb': there is no folder '{Folder.Path}/file'. Create it, or give another --db file.",
            ExtractFails("file/a.duckdb"));
        Assert.Equal(
            "'.' is a folder, where a database file was expected: give a file in it, such as './activations.duckdb'.", ExtractFails("."));
        if (OperatingSystem.IsLinux()) // where even root cannot write
            Assert.Equal(
                "Cannot open the database '/proc/a.duckdb': IO Error: Cannot open file \"/proc/a.duckdb.new\": No such file or directory. "
                + "Put that right, or give another --db file.",
                ExtractFails("/proc/a.duckdb"));
    }

    [Fact]
    public void Sql_NoDatabase_NamesThoseBeside()
    {
        Folder.Write("b.duckdb", "");
        Assert.Equal(
            "There is no database 'a.duckdb'; databases in that folder: b.duckdb. Check the path, or make it with varmem extract.",
            Fails(1, $"sql --db a.duckdb {"FROM image"}"));
    }

    [Fact]
    public void Sql_ReadsUnlessToldToWrite()
    {
        Do($"extract --model {Model} --manifest {Manifest} --limit 1 --crop center --db a.duckdb");
        var message = Unchanged("a.duckdb", () => Fails(1, $"sql --db a.duckdb {"DROP TABLE activation"}"));
        Assert.Contains("read-only mode", message, StringComparison.Ordinal);
        Assert.Contains("--write", message, StringComparison.Ordinal);
        Do($"sql --write --db a.duckdb {"CREATE TABLE mine AS SELECT 42 AS answer"}");
        Assert.Equal("answer\n42\n", Do($"sql --db a.duckdb --format csv {"FROM mine"}").Output);

        var wrong = Run($"sql --db a.duckdb {"FROM imag"}");
        Assert.Equal((1, ""), (wrong.ExitCode, wrong.Output));
        Assert.StartsWith(
            "error: Catalog Error: Table with name imag does not exist!\nDid you mean \"image\"?\n", wrong.Error, StringComparison.Ordinal);
    }

    static FormattableString Extract(string database) =>
        $"extract --model {Model} --manifest {Manifest} --limit 20 --crop center --db {database}";

    string ExtractFails(string database) =>
        Fails(1, $"extract --model {Model} --manifest {Manifest} --limit 1 --crop center --db {database}");

    string Unchanged(string database, Func<string> action)
    {
        var before = File.ReadAllBytes(Folder.File(database));
        var message = action();
        Assert.Equal(before, File.ReadAllBytes(Folder.File(database)));
        return message;
    }
}
