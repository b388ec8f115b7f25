using VarMem.Pipeline.Numpy;

namespace VarMem.Tests.EndToEnd;

/// <summary>The result tables against loops over what <c>export --npz</c> wrote.</summary>
public class ExportTest : ProgramTest
{
    [Fact]
    public void Tables_EqualBruteForceOverExportedArrays()
    {
        Do($"extract --model {Model} --manifest {Manifest} --limit 40 --augmentations 2 --db a.duckdb");
        foreach (var images in CheckTables()) Assert.Equal(images.Population == "all" ? 80 : 40, images.Ids.Length);
    }

    /// <summary>Every picture three times: among train, and in val once more. All three have the same activations, bit for bit.</summary>
    [Fact]
    public void Tables_OfDuplicateImages_NameTheFirstOwner()
    {
        foreach (var picture in (string[])["banjo", "bell", "coin", "gear", "label"])
            foreach (var copy in (string[])[$"train/objects/{picture}.png", $"train/objects/{picture}-again.png", $"val/objects/{picture}.png"])
                File.Copy($"{Images}/train/objects/{picture}.png", Folder.File($"images/{copy}"));
        Do($"extract --model {Model} --images images --crop center --batch 4 --db a.duckdb");
        foreach (var images in CheckTables().Where(images => images.Population != "val"))
        {
            Assert.All(images.Measured.Owner.Index(), owner => Assert.Equal(0, owner.Item % 2)); // banjo-again, banjo, bell-again, …
            Assert.All(images.Measured.Owner, owner => Assert.InRange(owner, 0, 9)); // train before val
        }
    }

    IReadOnlyList<(string Population, int[] Ids, Measured Measured)> CheckTables()
    {
        Do($"analyze --db a.duckdb");
        Do($"export --db a.duckdb --npz a.npz");
        using var arrays = new NpzReader(Folder.File("a.npz"));
        using var connection = Open("a.duckdb");
        var splits = connection.Rows("SELECT image_id, split FROM image", row => (Id: row.GetInt32(0), Split: row.GetString(1)))
            .ToDictionary(row => row.Id, row => row.Split);
        var ids = arrays.Read<int>("image_id").Values;
        Assert.Equal(splits.Keys.Order(), ids);
        var layers = connection.Rows("SELECT name FROM layer ORDER BY layer_id", row => arrays.Read<float>(row.GetString(0)));
        var mu = ids.Select((_, image) => layers.SelectMany(layer => Row(layer, image)).ToArray()).ToArray(); // (images, units)

        var checkedPopulations = new List<(string, int[], Measured)>();
        foreach (var population in (string[])["train", "val", "all"])
        {
            int[] rows = [.. Enumerable.Range(0, ids.Length).Where(row => population == "all" || splits[ids[row]] == population)];
            var expected = new Measured([.. rows.Select(row => mu[row])]);
            var units = connection.Rows(
                "SELECT mu_max, unit_mem, owner_image_id, in_u10 FROM unit_mem WHERE population = ? ORDER BY unit_id",
                row => (Max: row.GetFloat(0), UnitMem: row.GetDouble(1), Owner: row.GetInt32(2), InU10: row.GetBoolean(3)),
                population);
            Assert.Equal(expected.Max, units.Select(unit => unit.Max));
            Assert.Equal(expected.Owner.Select(row => ids[rows[row]]), units.Select(unit => unit.Owner));
            foreach (var (a, b) in expected.UnitMem.Zip(units)) Assert.Equal(a, b.UnitMem, 1e-12);
            Assert.Equal(expected.InU10, units.Select(unit => unit.InU10));
            var threshold = connection.Rows(
                "SELECT threshold FROM u10_threshold WHERE population = ?", row => row.GetDouble(0), population);
            Assert.Equal(expected.Threshold, threshold.Single(), 1e-12);
            var numMemUnits = connection.Rows(
                "SELECT num_mem_units FROM num_mem_units WHERE population = ? ORDER BY image_id", row => (int)row.GetInt64(0), population);
            Assert.Equal(expected.NumMemUnits, numMemUnits);
            checkedPopulations.Add((population, [.. rows.Select(row => ids[row])], expected));
        }
        return checkedPopulations;
    }

    static float[] Row(NpyArray<float> layer, int image)
    {
        var units = (int)layer.Shape[1];
        return layer.Values[(image * units)..((image + 1) * units)];
    }
}
