using VarMem.Pipeline.Numpy;

namespace VarMem.Tests.EndToEnd;

/// <summary><c>--crop-noise</c>, from the command line to the database and out of it.</summary>
public class CropNoiseTest : ProgramTest
{
    static readonly string Tensors = EmojiModel.ReferenceFile("images.npy"), Labels = EmojiModel.ReferenceFile("labels.npy");

    /// <summary>The crops once as 16 images of 8, once as 128 of one each.</summary>
    [Fact]
    public void Noise_EqualsThatOfTheSingleCrops()
    {
        var labels = Npy.Read<long>(Labels).Values;
        Npy.Write<long>(Folder.File("single.npy"), [.. labels.SelectMany(label => Enumerable.Repeat(label, 8))], 128);
        Do($"extract --model {Model} --tensors {Tensors} --labels {Labels} --crop-noise --db noise.duckdb");
        Do($"extract --model {Model} --tensors {Tensors} --labels {Labels} --db plain.duckdb");
        Do($"extract --model {Model} --tensors {Tensors} --labels single.npy --db single.duckdb");
        Assert.Equal(Values("plain.duckdb", "mu", "activation"), Values("noise.duckdb", "mu", "activation"));
        Assert.Empty(Values("plain.duckdb", "standard_error", "activation_noise"));

        var found = Values("noise.duckdb", "standard_error", "activation_noise"); // (16, units)
        var single = Values("single.duckdb", "mu", "activation"); // (16, 8, units)
        var units = found.Count / 16;
        Assert.Equal(4608, units);
        for (var i = 0; i < found.Count; i++)
        {
            var (image, u) = Math.DivRem(i, units);
            var mu = Enumerable.Range(0, 8).Select(a => (double)single[(((image * 8) + a) * units) + u]).ToArray();
            var mean = mu.Sum() / 8;
            Assert.Equal((float)Math.Sqrt(mu.Sum(value => (value - mean) * (value - mean)) / 7 / 8), found[i]);
        }
    }

    [Fact]
    public void Extract_InTwoSteps_EqualsOneGo()
    {
        Do($"extract --model {Model} --manifest {Manifest} --limit 10 --augmentations 2 --crop-noise --per-scale --db steps.duckdb");
        Do($"extract --model {Model} --manifest {Manifest} --limit 20 --augmentations 2 --crop-noise --per-scale --db steps.duckdb");
        var told = Do($"extract --model {Model} --manifest {Manifest} --limit 20 --augmentations 2 --crop-noise --per-scale --device cpu --db whole.duckdb");
        Assert.StartsWith("40 images, 80 crops, 1,290,240 means and 184,320 standard errors: about 8.1 MB", told.Error, StringComparison.Ordinal);
        Databases.RequireEqual(Folder.File("whole.duckdb"), Folder.File("steps.duckdb"));
        using var connection = Open("whole.duckdb");
        Assert.Equal([40 * 4608L], connection.Rows("SELECT count(*) FROM activation_noise", row => row.GetInt64(0)));

        Do($"export --db whole.duckdb --parquet out");
        var lost = connection.Rows(
            $"SELECT count(*) FROM (FROM activation_noise EXCEPT SELECT image_id, unit_id, standard_error FROM '{Folder.File("out")}/activation_noise/*/*.parquet')",
            row => row.GetInt64(0));
        Assert.Equal([0L], lost);
    }

    [Fact]
    public void Extract_Killed_EndsAsUndisturbed()
    {
        Do(Extract("undisturbed.duckdb"));
        foreach (var bytes in (long[])[1, 400_000, 900_000]) KillWhenGrown(Extract("killed.duckdb"), "killed.duckdb", bytes);
        Do(Extract("killed.duckdb"));
        Databases.RequireEqual(Folder.File("undisturbed.duckdb"), Folder.File("killed.duckdb"));

        static FormattableString Extract(string database) =>
            $"extract --model {Model} --manifest {Manifest} --limit 100 --augmentations 2 --crop-noise --threads 1 --db {database}";
    }

    [Fact]
    public void Noise_IsComparedAsASetting()
    {
        Do($"extract --model {Model} --manifest {Manifest} --limit 2 --augmentations 2 --db a.duckdb");
        Assert.Contains(
            "setting crop_noise: found none, expected true",
            Fails(1, $"extract --model {Model} --manifest {Manifest} --limit 3 --augmentations 2 --crop-noise --db a.duckdb"),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Noise_OfOneCrop_IsRefused()
    {
        const string Message = "--crop-noise is the spread of an image's crops around their mean, and of one crop there is none; "
            + "ask for at least two with --augmentations, or drop it";
        Assert.Equal(Message, Fails(2, $"extract --model {Model} --manifest {Manifest} --augmentations 1 --crop-noise --db a.duckdb"));
        Assert.Equal(Message, Fails(2, $"extract --model {Model} --manifest {Manifest} --crop center --crop-noise --db a.duckdb"));
        Npy.Write<long>(Folder.File("single.npy"), new long[128], 128);
        Assert.Equal(Message, Fails(2, $"extract --model {Model} --tensors {Tensors} --labels single.npy --crop-noise --db a.duckdb"));
        Assert.False(File.Exists(Folder.File("a.duckdb")));
    }

    List<float> Values(string database, string column, string table)
    {
        using var connection = Open(database);
        return connection.Rows($"SELECT {column} FROM {table} ORDER BY image_id, unit_id", row => row.GetFloat(0));
    }
}
