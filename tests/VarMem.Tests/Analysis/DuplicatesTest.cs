using FsCheck;
using FsCheck.Fluent;
using VarMem.Analysis;
using VarMem.Analysis.Similarity;
using VarMem.Store.DuckDb;
using VarMem.Tests.Sql;

namespace VarMem.Tests.Analysis;

/// <summary>Tables duplicate and multiplicity on a real DuckDB.</summary>
public class DuplicatesTest
{
    /// <summary>Images, and pairs of them that are near.</summary>
    static readonly Arbitrary<(int Images, (int, int)[] Pairs)> Graphs = (
        from images in Gen.Choose(1, 25)
        from pairs in Gen.Choose(0, images - 1).Two().Where(pair => images == 1 || pair.Item1 != pair.Item2).ListOf()
        let edges = images == 1 ? [] : pairs.Select(pair => (Math.Min(pair.Item1, pair.Item2), Math.Max(pair.Item1, pair.Item2))).Distinct().ToArray()
        select (images, edges)).ToArbitrary();

    [Fact]
    public void Multiplicity_OfAnyPairs_IsTheSizeOfTheComponent() => Prop.ForAll(Graphs, graph =>
    {
        using var connection = OfImages([.. Enumerable.Range(0, graph.Images).Select(image => 3 * image)]);
        connection.Run(Duplicates.Sql("duplicate"));
        foreach (var (one, other) in graph.Pairs)
            connection.Run("INSERT INTO duplicate VALUES (?, ?, 0, 0, NULL)", 3 * one, 3 * other);
        connection.Run(Duplicates.Sql("multiplicity"));

        var group = Enumerable.Range(0, graph.Images).ToArray();
        foreach (var (one, other) in graph.Pairs)
        {
            var (kept, merged) = (Math.Min(group[one], group[other]), Math.Max(group[one], group[other]));
            group = Array.ConvertAll(group, number => number == merged ? kept : number);
        }
        Assert.Equal(
            group.Select((number, image) => (3 * image, 3 * number, (long)group.Count(other => other == number))),
            connection.Rows("FROM multiplicity", row => (row.GetInt32(0), row.GetInt32(1), row.GetInt64(2))));
    }).QuickCheckThrowOnFailure();

    /// <summary>A chain is one group, however far its ends are apart; what was found before is replaced.</summary>
    [Fact]
    public void Write_AChain_IsOneGroup()
    {
        using var connection = OfImages([10, 20, 30, 40]);
        using var images = new TiledImages(4, new(1, 1, 1, 1));
        foreach (var (i, value) in ((float[])[0, 0.25f, 0.5f, 1]).Index())
            images.Set(i, [value]);
        var compared = new ComparedImages([10, 20, 30, 40], null, images);
        Duplicates.Write(connection, compared, 1, 0.25);
        Duplicates.Write(connection, compared, 0.375f, null);
        Assert.Equal(
            [(10, 20, 0.25f, 0.25f), (20, 30, 0.25f, 0.25f)],
            connection.Rows("FROM duplicate", row => (row.GetInt32(0), row.GetInt32(1), row.GetFloat(2), row.GetFloat(3))));
        Assert.Equal([3L, 3, 3, 1], connection.Rows("SELECT multiplicity FROM multiplicity ORDER BY image_id", row => row.GetInt64(0)));
        Assert.Equal(
            [("duplicate_false_positives", null), ("duplicate_side", "1"), ("duplicate_threshold", "0.375"), ("duplicate_tiles", "1")],
            connection.Rows("FROM setting ORDER BY key", row => (row.GetString(0), row.IsDBNull(1) ? null : row.GetString(1))));
        Assert.Equal(
            ["4 images at 1×1 in 1×1 tiles: 2 pairs have a tiled l2 below 0.375, in 1 group with 3 images in all, the largest with 3.",
                "Of these pairs, 1 is of a training and a validation image, 0 are of images of two classes."],
            Duplicates.Summary(connection));
        Assert.Empty(connection.Rows(
            "SELECT column_name FROM duckdb_columns() WHERE table_name IN ('duplicate', 'multiplicity') AND comment IS NULL", row => row.GetString(0)));
    }

    /// <summary>A write that fails leaves what was found before.</summary>
    [Fact]
    public void Write_Fails_LeavesWhatWas()
    {
        using var connection = OfImages([10, 20]);
        using var images = new TiledImages(2, new(1, 1, 1, 1));
        var compared = new ComparedImages([10, 20], null, images);
        Duplicates.Write(connection, compared, 0.5f, 0.25);
        connection.Run("ALTER TABLE setting ALTER value SET NOT NULL");
        Assert.Throws<DuckDbException>(() => Duplicates.Write(connection, compared, 0, null));
        Assert.Equal(["0.5"], connection.Rows("SELECT value FROM setting WHERE key = 'duplicate_threshold'", row => row.GetString(0)));
        Assert.Equal([1L], connection.Rows("SELECT count(*) FROM duplicate", row => row.GetInt64(0)));
        Assert.Equal([2L, 2], connection.Rows("SELECT multiplicity FROM multiplicity", row => row.GetInt64(0)));
    }

    [Fact]
    public void Threshold_OfOneClassOrNone_SaysWhatToDo()
    {
        using var images = new TiledImages(2, new(1, 1, 1, 1));
        foreach (var classes in (int[]?[])[null, [4, 4]])
            Assert.Equal(
                "Found no images of two classes to take a threshold from; expected a class of every image. Give a threshold with --threshold.",
                Assert.Throws<AnalysisException>(() => Duplicates.Threshold(new([0, 1], classes, images), 0.1)).Message);
        Assert.Equal(
            "Found exact copies of more than 10 % of the images in other classes; expected fewer, for no threshold keeps to that share. Give one with --threshold, or a larger share.",
            Assert.Throws<AnalysisException>(() => Duplicates.Threshold(new([0, 1], [4, 5], images), 0.1)).Message);
    }

    /// <summary>Images of one class: the first two of training, the others of validation.</summary>
    static DuckDbConnection OfImages(int[] ids)
    {
        var connection = Database.OpenEmpty();
        foreach (var (i, id) in ids.Index())
            connection.Run("INSERT INTO image (image_id, path, class_id, split, done_at) VALUES (?, ?, 0, ?, now()::TIMESTAMP)", id, $"{id}.png", i < 2 ? "train" : "val");
        return connection;
    }
}
