using VarMem.Store;

namespace VarMem.Tests.Store;

public class ActivationStoreTest
{
    [Fact]
    public void Open_NewFile_DescribesTheRun()
    {
        using var folder = new TempFolder();
        ActivationStore.Open(folder.File("a.duckdb"), Runs.Small).Dispose();
        using var connection = DatabaseFile.OpenReadOnly(folder.File("a.duckdb"));
        Assert.Equal(
            [("augmentations", "8"), ("class-list", null), ("crop", "random"), ("images", "/data/flags")],
            connection.Rows("FROM setting ORDER BY key", row => (row.GetString(0), row.IsDBNull(1) ? null : row.GetString(1))));
        Assert.Equal(
            [("transformer", 1_000_000L), ("tokenizer", 500L)],
            connection.Rows("SELECT part, parameters FROM model", row => (row.GetString(0), row.GetInt64(1))));
        Assert.Equal(
            [2999],
            connection.Rows("SELECT max(unit_id) FROM unit WHERE part = 'tokenizer' AND block IS NULL", row => row.GetInt32(0)));
        Assert.NotEmpty(connection.Rows("SELECT comment FROM duckdb_columns() WHERE comment IS NOT NULL", row => row.GetString(0)));
    }

    [Fact]
    public void Append_Images_StandInOrderOfImageAndUnit()
    {
        using var folder = new TempFolder();
        using (var store = ActivationStore.Open(folder.File("a.duckdb"), Runs.Small))
        {
            store.Append(5, 3, 4);
            store.Append(0);
            store.Append(new[] { 9, 8 });
            Assert.Equal([0, 3, 4, 5, 8, 9], store.DoneImages().Order());
        }
        using var connection = DatabaseFile.OpenReadOnly(folder.File("a.duckdb"));
        connection.RequireImages(0, 3, 4, 5, 8, 9);
        Assert.Equal([3, 4, 5, 0, 8, 9], connection.Rows("SELECT image_id FROM activation WHERE unit_id = 7", row => row.GetInt32(0)));
        Assert.Equal(
            [("train/flags/4.png", 4, "train", 72, 71, null), ("train/flags/9.png", 2, null, 72, 71, null)],
            connection.Rows(
                "SELECT path, class_id, split, width, height, train_repeats FROM image WHERE image_id IN (4, 9) ORDER BY image_id",
                row => (
                    row.GetString(0), row.GetInt32(1), row.IsDBNull(2) ? null : row.GetString(2),
                    row.GetInt32(3), row.GetInt32(4), row.GetFieldValue<int?>(5))));
        var age = DateTime.UtcNow - connection.Rows("SELECT max(done_at) FROM image", row => row.GetDateTime(0))[0];
        Assert.InRange(age, TimeSpan.Zero, TimeSpan.FromMinutes(5));
    }

    [Fact]
    public void Open_SameRunAgain_GoesOn()
    {
        using var folder = new TempFolder();
        using (var store = ActivationStore.Open(folder.File("a.duckdb"), Runs.Small))
            store.Append(0, 1);
        using (var connection = DatabaseFile.OpenReadWrite(folder.File("a.duckdb")))
            connection.Run("INSERT INTO setting VALUES ('percentile', '90'), ('rest', 'mean'); CREATE TABLE unit_mem(unit_id INTEGER)");
        using (var store = ActivationStore.Open(folder.File("a.duckdb"), Runs.Small))
        {
            Assert.Equal([0, 1], store.DoneImages().Order());
            store.Append(2);
        }
        using var read = DatabaseFile.OpenReadOnly(folder.File("a.duckdb"));
        read.RequireImages(0, 1, 2);
    }

    [Fact]
    public void Append_ImageFailedBefore_ForgetsTheFailure()
    {
        using var folder = new TempFolder();
        using (var store = ActivationStore.Open(folder.File("a.duckdb"), Runs.Small))
        {
            store.Fail(3, "val/3.png", "no file");
            store.Fail(4, "val/4.png", "empty file");
            store.Fail(3, "val/3.png", "truncated at byte 17");
            store.Append(4, 5);
            Assert.Equal([4, 5], store.DoneImages().Order());
        }
        using var connection = DatabaseFile.OpenReadOnly(folder.File("a.duckdb"));
        Assert.Equal(
            [(3, "val/3.png", "truncated at byte 17")],
            connection.Rows("SELECT image_id, path, reason FROM failure", row => (row.GetInt32(0), row.GetString(1), row.GetString(2))));
    }

    [Fact]
    public void Append_Fails_AddsNothingAndGoesOn()
    {
        using var folder = new TempFolder();
        using (var store = ActivationStore.Open(folder.File("a.duckdb"), Runs.Small))
        {
            store.Append(0);
            var broken = Runs.Image(2) with { Path = null! };
            var error = Assert.Throws<StoreException>(() => store.Append([Runs.Image(1), broken], new float[2 * Runs.Units]));
            Assert.StartsWith($"Writing to the database '{folder.File("a.duckdb")}' failed: ", error.Message);
            Assert.DoesNotContain('\n', error.Message);
            Assert.Equal([0], store.DoneImages());
            store.Append(1);
        }
        using var connection = DatabaseFile.OpenReadOnly(folder.File("a.duckdb"));
        connection.RequireImages(0, 1);
    }

    [Fact]
    public void Append_ImageTwiceOrWrongLength_IsRefused()
    {
        using var folder = new TempFolder();
        using var store = ActivationStore.Open(folder.File("a.duckdb"), Runs.Small);
        store.Append(7);
        Assert.StartsWith(
            "Image 7 is in the database or in this call already",
            Assert.Throws<InvalidOperationException>(() => store.Append(6, 7)).Message);
        Assert.StartsWith("Image 6 ", Assert.Throws<InvalidOperationException>(() => store.Append(6, 6)).Message);
        Assert.Equal(
            "10 activations were given for 1 images; with 3000 units each, 3000 were expected.",
            Assert.Throws<ArgumentException>(() => store.Append([Runs.Image(1)], new float[10])).Message);
        Assert.Equal(
            "3000 activations were given for 1 images; with 0 units each, 0 were expected.",
            Assert.Throws<ArgumentException>(() => store.Append(withNoise: true, 1)).Message);
        store.Append();
        Assert.Equal([7], store.DoneImages());
    }

    [Fact]
    public void Append_WithNoise_StandsInOrderOfImageAndUnit()
    {
        using var folder = new TempFolder();
        using (var store = ActivationStore.Open(folder.File("a.duckdb"), Runs.Noisy))
        {
            store.Append(withNoise: true, 5, 3);
            Assert.Throws<ArgumentException>(() => store.Append(4));
        }
        using var connection = DatabaseFile.OpenReadOnly(folder.File("a.duckdb"));
        connection.RequireImages(3, 5);
        connection.RequireNoise(3, 5);
        Assert.Equal([3, 5], connection.Rows("SELECT image_id FROM activation_noise WHERE unit_id = 7", row => row.GetInt32(0)));
    }

    [Fact]
    public void BytesWritten_AfterAnAppend_Grows()
    {
        using var folder = new TempFolder();
        using var store = ActivationStore.Open(folder.File("a.duckdb"), Runs.Small);
        var before = store.BytesWritten;
        store.Append([.. Enumerable.Range(0, 10)]);
        Assert.True(store.BytesWritten > before + 10 * Runs.Units * sizeof(float));
        store.Checkpoint();
        Assert.Equal(new FileInfo(folder.File("a.duckdb")).Length, store.BytesWritten);
    }
}
