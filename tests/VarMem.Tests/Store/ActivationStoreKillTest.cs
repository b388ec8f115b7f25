using VarMem.Store;

namespace VarMem.Tests.Store;

/// <summary>
/// A killed process leaves the database file and the log as they were on disk. Here both are copied while the store is open, and the copies
/// taken as such remains: between transactions as they are, and with the log cut off at any byte,
/// as a kill in the middle of a commit leaves it.
/// </summary>
public class ActivationStoreKillTest
{
    [Fact]
    public void Open_KilledBetweenTransactions_HoldsEveryImage()
    {
        using var folder = new TempFolder();
        using var store = ActivationStore.Open(folder.File("a.duckdb"), Runs.Small);
        for (var id = 0; id < 12; id += 2)
        {
            store.Append(id, id + 1);
            if (id == 4)
                store.Checkpoint();
            store.Fail(100 + id, $"{id}.png", "no file");
            var left = Copy(folder, $"left-{id}.duckdb", logLength: null);
            using (var again = ActivationStore.Open(left, Runs.Small))
            {
                Assert.Equal(Enumerable.Range(0, id + 2), again.DoneImages().Order());
                again.Append(100 + id);
            }
            using var connection = DatabaseFile.OpenReadOnly(left);
            connection.RequireImages([.. Enumerable.Range(0, id + 2), 100 + id]);
            Assert.Equal(
                Enumerable.Range(0, id / 2).Select(i => 100 + 2 * i),
                connection.Rows("SELECT image_id FROM failure ORDER BY ALL", row => row.GetInt32(0)));
        }
    }

    [Theory]
    [InlineData(2, 6, false)]
    [InlineData(2, 3, true)]
    [InlineData(50, 2, true)]
    [InlineData(170, 2, false)] // 510,000 rows a transaction: more than a row group, which goes into the file ahead of the commit
    public void Open_KilledDuringACommit_HoldsTheTransactionsBefore(int imagesEach, int transactions, bool withNoise)
    {
        var run = withNoise ? Runs.Noisy : Runs.Small;
        using var folder = new TempFolder();
        using (var store = ActivationStore.Open(folder.File("a.duckdb"), run))
            store.Checkpoint();
        using var writing = ActivationStore.Open(folder.File("a.duckdb"), run);
        for (var i = 0; i < transactions; i++)
            writing.Append(withNoise, [.. Enumerable.Range(i * imagesEach, imagesEach)]);
        var length = new FileInfo(folder.File("a.duckdb.wal")).Length;
        var random = new Random(7);
        var seen = new HashSet<int>();
        for (var trial = 0; trial < 40; trial++)
        {
            var left = Copy(folder, $"left-{trial}.duckdb", random.NextInt64(length));
            int done;
            using (var again = ActivationStore.Open(left, run))
            {
                done = again.DoneImages().Count;
                Assert.Equal(0, done % imagesEach);
                again.Append(withNoise, 1000);
            }
            seen.Add(done);
            using var connection = DatabaseFile.OpenReadOnly(left);
            connection.RequireImages([.. Enumerable.Range(0, done), 1000]);
            connection.RequireNoise(withNoise ? [.. Enumerable.Range(0, done), 1000] : []);
        }
        Assert.Equal(Enumerable.Range(0, transactions).Select(i => i * imagesEach), seen.Order());
    }

    static string Copy(TempFolder folder, string name, long? logLength)
    {
        File.Copy(folder.File("a.duckdb"), folder.File(name));
        if (File.Exists(folder.File("a.duckdb.wal")))
        {
            using var source = new FileStream(folder.File("a.duckdb.wal"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var log = File.Create(folder.File(name + ".wal"));
            source.CopyTo(log);
            log.SetLength(logLength ?? log.Length);
        }
        return folder.File(name);
    }
}
