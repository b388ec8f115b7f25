using VarMem.Images;
using VarMem.Measuring;
using VarMem.Pipeline.Images;

namespace VarMem.Tests.EndToEnd;

/// <summary>No result depends on how the work is cut up.</summary>
public class BatchTest : ProgramTest
{
    [Fact]
    public void Mu_AtAnyBatchAndThreads_IsWithinTolerance()
    {
        var runs = from batch in (int[])[1, 8, 64] from threads in (int[])[1, 2] select (Batch: batch, Threads: threads);
        foreach (var (batch, threads) in runs)
        {
            var database = $"{batch}-{threads}.duckdb";
            Do($"extract --model {Model} --manifest {Manifest} --limit 5 --batch {batch} --threads {threads} --db {database}");
        }
        var expected = Mu("1-1.duckdb");
        Assert.Equal(10 * 4608, expected.Count);
        foreach (var (batch, threads) in runs)
            foreach (var ((image, unit, a), found) in expected.Zip(Mu($"{batch}-{threads}.duckdb")))
            {
                Assert.Equal((image, unit), (found.Image, found.Unit));
                Assert.Equal(a, found.Mu, 1e-5 * a + 1e-9);
            }
    }

    /// <summary>An image's crops follow from the seed and its path, not from where it stands or what was read before.</summary>
    [Fact]
    public void Crops_InAnotherOrder_AreEqualBitForBit()
    {
        var options = new ExtractionOptions { Network = new NetworkOptions { Path = Model }, Database = "", Manifest = Manifest };
        var crops = Crops(options);
        var lines = File.ReadAllLines(Manifest).Select(line => line.Replace("images/", $"{Images}/")).ToArray();
        Folder.Write("manifest.csv", string.Join('\n', lines.Take(1).Concat(lines.Skip(1).Reverse())));
        var reversed = Crops(options with { Manifest = Folder.File("manifest.csv"), Images = Images });
        Assert.Equal(1540, crops.Count);
        foreach (var (path, crop) in crops) Assert.Equal(crop, reversed[path]);
        var seeded = Crops(options with { Seed = 1 });
        Assert.NotEqual(crops["train/flags/cn.png"], seeded["train/flags/cn.png"]);
        var centered = Crops(options with { Augmentations = 1, Crop = CropMode.Center });
        Assert.Equal(1540, centered.Count);
    }

    [Fact]
    public void Extract_InTwoSteps_EqualsOneGo()
    {
        Do($"extract --model {Model} --manifest {Manifest} --limit 20 --augmentations 2 --db steps.duckdb");
        Do($"extract --model {Model} --manifest {Manifest} --limit 40 --augmentations 2 --db steps.duckdb");
        Do($"extract --model {Model} --manifest {Manifest} --limit 40 --augmentations 2 --db whole.duckdb");
        foreach (var database in (string[])["steps", "whole"]) Do($"analyze --db {database}.duckdb");
        Databases.RequireEqual(Folder.File("whole.duckdb"), Folder.File("steps.duckdb"));
    }

    static Dictionary<string, float[]> Crops(ExtractionOptions options)
    {
        var crops = new Dictionary<string, float[]>();
        using var rows = new ImageRows(ImageInput.Open(options, Network.Open(options.Network)).View, withCrops: true);
        while (rows.MoveNext())
        {
            rows.ReadCrops();
            crops.Add(rows.Path, rows.Crops.ToArray());
        }
        return crops;
    }

    List<(int Image, int Unit, float Mu)> Mu(string database)
    {
        using var connection = Open(database);
        return connection.Rows(
            "SELECT image_id, unit_id, mu FROM activation ORDER BY image_id, unit_id",
            row => (row.GetInt32(0), row.GetInt32(1), row.GetFloat(2)));
    }
}
