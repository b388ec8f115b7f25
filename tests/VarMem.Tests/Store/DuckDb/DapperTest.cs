using Dapper;

namespace VarMem.Tests.Store.DuckDb;

public class DapperTest
{
    record Image(int ImageId, string Path, float? Mu, DateTime DoneAt, DateOnly Day, long Total);

    [Fact]
    public void Query_Records_MapsColumns()
    {
        using var connection = InMemory.Open();
        var images = connection.Query<Image>(
            """
            SELECT i::INTEGER AS imageId, 'train/' || i AS path, CASE WHEN i > 0 THEN i / 2 END::FLOAT AS mu,
                TIMESTAMP '2024-01-01 12:00:00' AS doneAt, DATE '2024-01-01' AS day, i AS total
            FROM range($count) t(i)
            """,
            new { count = 3 }).ToList();
        var (noon, day) = (new DateTime(2024, 1, 1, 12, 0, 0), new DateOnly(2024, 1, 1));
        Assert.Equal(
            [new(0, "train/0", null, noon, day, 0), new(1, "train/1", 0.5f, noon, day, 1), new(2, "train/2", 1f, noon, day, 2)],
            images);
    }

    [Fact]
    public void Execute_ManyParameters_InsertsAndFinds()
    {
        using var connection = InMemory.Open("CREATE TABLE image(image_id INTEGER, path VARCHAR, split VARCHAR)");
        var changed = connection.Execute(
            "INSERT INTO image VALUES ($id, $path, $split)",
            new[] { new { id = 1, path = "a.png", split = (string?)"train" }, new { id = 2, path = "b.png", split = (string?)null } });
        Assert.Equal(2, changed);
        Assert.Equal(["b.png"], connection.Query<string>("SELECT path FROM image WHERE split IS NULL"));
        Assert.Equal(
            [1, 2],
            connection.Query<int>("SELECT image_id FROM image WHERE image_id IN $ids ORDER BY image_id", new { ids = new[] { 1, 2, 3 } }));
        Assert.Equal(2, connection.ExecuteScalar<int>("SELECT count(*) FROM image"));
    }

    [Fact]
    public void Execute_InATransaction_IsRolledBack()
    {
        using var connection = InMemory.Open("CREATE TABLE t(a INTEGER)");
        using (var transaction = connection.BeginTransaction())
        {
            connection.Execute("INSERT INTO t VALUES ($a)", new { a = 1 }, transaction);
            Assert.Equal(1, connection.QuerySingle<long>("SELECT count(*) FROM t", transaction: transaction));
            transaction.Rollback();
        }
        Assert.Equal(0, connection.QuerySingle<long>("SELECT count(*) FROM t"));
    }

    [Fact]
    public async Task QueryMultiple_Async_WalksResults()
    {
        using var connection = InMemory.Open();
        using var results = await connection.QueryMultipleAsync(
            "SELECT 1; SELECT * FROM range(3); SELECT sum(i)::BIGINT FROM range($n) t(i)",
            new { n = 5 });
        Assert.Equal(1, await results.ReadSingleAsync<int>());
        Assert.Equal([0L, 1L, 2L], await results.ReadAsync<long>());
        Assert.Equal(10, await results.ReadSingleAsync<long>());
    }

    [Fact]
    public void Query_Dynamic_KeepsNames()
    {
        using var connection = InMemory.Open();
        var row = connection.QuerySingle("SELECT 'blocks.3.ffn.fc1' AS layer, 0.25 AS share");
        Assert.Equal("blocks.3.ffn.fc1", row.layer);
        Assert.Equal(0.25m, row.share);
    }
}
