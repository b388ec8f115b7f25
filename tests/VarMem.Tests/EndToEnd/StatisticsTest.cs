using VarMem.Pipeline.Images;
using VarMem.Pipeline.Statistics;
using VarMem.Store.DuckDb;
using VarMem.Tests.Pipeline.Statistics;

namespace VarMem.Tests.EndToEnd;

/// <summary>Table image_statistic.</summary>
public class StatisticsTest : ProgramTest
{
    [Fact]
    public void Extract_RecordsStatisticsOfEveryImage()
    {
        Do($"extract --model {Model} --manifest {Manifest} --limit 20 --crop center --db a.duckdb");
        using var connection = Open("a.duckdb");
        Assert.Equal(
            connection.Rows("SELECT image_id FROM image ORDER BY ALL", row => row.GetInt32(0)),
            connection.Rows("SELECT image_id FROM image_statistic ORDER BY ALL", row => row.GetInt32(0)));
        Do($"export --db a.duckdb --parquet out");
        Assert.Equal([40L], connection.Rows($"SELECT count(*) FROM '{Folder.File("out")}/image_statistic.parquet'", row => row.GetInt64(0)));
        foreach (var path in connection.Rows("SELECT path FROM image ORDER BY image_id LIMIT 3 OFFSET 17", row => row.GetString(0)))
            StatisticsTwin.RequireClose(StatisticsTwin.Of(Fitted($"{Images}/{path}")), Recorded(connection, path));
    }

    /// <summary>What is measured follows from the image and the network's side alone.</summary>
    [Fact]
    public void Statistics_DependOnNoSettingOfTheCrops()
    {
        Do($"extract --model {Model} --manifest {Manifest} --limit 4 --crop center --db a.duckdb");
        Do($"extract --model {Model} --manifest {Manifest} --limit 4 --augmentations 2 --resize-ratio 1.7 --seed 5 --threads 1 --db b.duckdb");
        using var connection = Open("a.duckdb");
        connection.Run($"ATTACH '{Folder.File("b.duckdb")}' AS b (READ_ONLY)");
        Assert.Equal([8L], connection.Rows("SELECT count(*) FROM (FROM image_statistic INTERSECT FROM b.image_statistic)", row => row.GetInt64(0)));
    }

    [Fact]
    public void Tensors_HaveNoStatistics()
    {
        var (tensors, labels) = (EmojiModel.ReferenceFile("images.npy"), EmojiModel.ReferenceFile("labels.npy"));
        Do($"extract --model {Model} --tensors {tensors} --labels {labels} --hooks blocks.0.ffn.fc2 --db a.duckdb");
        using var connection = Open("a.duckdb");
        Assert.Equal([(16L, 0L)], connection.Rows(
            "SELECT (SELECT count(*) FROM image), (SELECT count(*) FROM image_statistic)", row => (row.GetInt64(0), row.GetInt64(1))));
    }

    /// <summary>The picture, 64×64, as the network sees it without crops: 32×32.</summary>
    static RgbImage Fitted(string file)
    {
        var reader = new ImageReader();
        reader.Open(file, file);
        reader.Decode(file);
        RgbImage? fitted = null;
        new Lanczos().Resize(reader.Image, 32, 32, ref fitted);
        return fitted;
    }

    static ImageStatistics Recorded(DuckDbConnection connection, string path) => connection.Rows(
        """
        SELECT luminance_mean, luminance_variance, colourfulness, edge_density, high_frequency, entropy, constant_area, compressed_size
        FROM image_statistic
        JOIN image USING (image_id)
        WHERE path = ?
        """,
        row => new ImageStatistics
        {
            LuminanceMean = row.GetDouble(0),
            LuminanceVariance = row.GetDouble(1),
            Colourfulness = row.GetDouble(2),
            EdgeDensity = row.GetDouble(3),
            HighFrequency = row.GetDouble(4),
            Entropy = row.GetDouble(5),
            ConstantArea = row.GetDouble(6),
            CompressedSize = row.GetInt32(7),
        },
        path).Single();
}
