using VarMem.Analysis;
using VarMem.Store.DuckDb;
using VarMem.Tests.Sql;

namespace VarMem.Tests.Analysis;

public sealed class SummaryTest : IDisposable
{
    readonly DuckDbConnection _connection = Database.OpenEmpty();

    public void Dispose() => _connection.Dispose();

    /// <summary>In train image 0 owns two of the transformer's units (UnitMem 1, 0.5), image 1 one (0.5); in all image 2 has that.</summary>
    void Fill(string splitOf0And1) => _connection.Run(
        $"""
        INSERT INTO layer VALUES (0, 'x', 'transformer', 0, 'ffn.fc1', 3, 0), (1, 'y', 'tokenizer', 0, 'encoder.conv_in', 1, 3);
        INSERT INTO image (image_id, path, class_name, split, done_at) VALUES
            (0, 'a.png', 'cats', {splitOf0And1}, '2026-01-01'), (1, 'b.png', NULL, {splitOf0And1}, '2026-01-01'),
            (2, 'c.png', 'dogs', 'val', '2026-01-01');
        INSERT INTO activation VALUES
            (0, 0, 4), (1, 0, 0), (2, 0, 0),
            (0, 1, 3), (1, 1, 1), (2, 1, 1),
            (0, 2, 1), (1, 2, 3), (2, 2, 9),
            (0, 3, 1), (1, 3, 2), (2, 3, 3);
        """);

    [Fact]
    public void Read_GivesTheFiguresOfTrain()
    {
        Fill("'train'");
        Analyzer.Run(_connection, new() { Percentile = 50 });
        var summary = Summary.Read(_connection);

        Assert.Equal(("train", 2), (summary.Population, summary.ImageCount));
        Assert.Equal(["transformer", "tokenizer"], summary.Parts.Select(p => p.Part));
        var transformer = summary.Parts[0];
        Assert.Equal(new(50, 0.5, 3, 3), transformer.U10);
        Assert.Equal(new(2, 2, 1), transformer.Ownership);
        Assert.Equal([new(1, 0, 0, 0), new(5, 0, 0, 0), new(10, 0, 0, 0)], transformer.Concentration);
        Assert.Equal([new(0, "a.png", "cats", 2), new(1, "b.png", null, 1)], transformer.TopImages);
        // In all: UnitMem 1, 0.5 and (9 - 2) / 11, so the median leaves units 0 and 2, owned by images 0 and 2.
        Assert.Equal([new("all", 3, 2, 1, 2 / 3.0, 2 / 3.0), new("U10", 2, 1, 1, 0.5, 2 / 3.0)], transformer.TrainVal);
    }

    [Fact]
    public void Read_TopImages_AreThoseThatOwnAny_AtMostAsManyAsAsked()
    {
        Fill("'train'");
        Analyzer.Run(_connection, new() { Percentile = 100 });
        Assert.Equal([0], Summary.Read(_connection).Parts[0].TopImages.Select(i => i.ImageId));
        Assert.Empty(Summary.Read(_connection, topImages: 0).Parts[0].TopImages);
    }

    [Fact]
    public void Read_WithoutTrain_GivesTheFiguresOfAll()
    {
        Fill("NULL");
        Analyzer.Run(_connection, new());
        var summary = Summary.Read(_connection);
        Assert.Equal(("all", 3), (summary.Population, summary.ImageCount));
        Assert.Empty(summary.Parts[0].TrainVal);
    }

    [Fact]
    public void Read_NotAnalyzed_Throws()
    {
        var error = Assert.Throws<AnalysisException>(() => Summary.Read(_connection));
        Assert.Equal(
            "Found no results in :memory:; expected the tables of the metrics. Run 'varmem analyze' on it first.", error.Message);
    }
}
