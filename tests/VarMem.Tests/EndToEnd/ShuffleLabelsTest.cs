using VarMem.Models.Var;
using VarMem.Pipeline.Numpy;
using VarMem.Pipeline.Sources;
using VarMem.Tests.Models.MadeUp;

namespace VarMem.Tests.EndToEnd;

/// <summary><c>--shuffle-labels</c>, from the command line to the database.</summary>
public class ShuffleLabelsTest : ProgramTest
{
    static readonly string Tensors = EmojiModel.ReferenceFile("images.npy"), Labels = EmojiModel.ReferenceFile("labels.npy");

    /// <summary>The means are those of the other labels given by hand; the classes recorded are the images' own.</summary>
    [Fact]
    public void Shuffle_EqualsOtherLabels()
    {
        Do($"extract --model {Model} --tensors {Tensors} --labels {Labels} --shuffle-labels --seed 7 --db shuffled.duckdb");
        var images = Measured("shuffled.duckdb");
        Assert.Equal(EmojiModel.Reference<long>("labels.npy").Values, images.Select(image => (long)image.Class));

        var options = new LabelShuffleOptions { ClassCount = 9, Seed = 7 };
        long[] others = [.. images.Select(image => ShuffleLabels.Other(options, image.Path, image.Class))];
        Npy.Write<long>(Folder.File("others.npy"), others, others.Length);
        Do($"extract --model {Model} --tensors {Tensors} --labels others.npy --db others.duckdb");
        Do($"extract --model {Model} --tensors {Tensors} --labels {Labels} --db own.duckdb");
        Assert.Equal(Mu("others.duckdb"), Mu("shuffled.duckdb"));
        Assert.NotEqual(Mu("own.duckdb"), Mu("shuffled.duckdb"));
    }

    /// <summary>Whatever the other images and the batch are: within 1e-5, where another label changes a hundred times that.</summary>
    [Fact]
    public void Shuffle_FollowsFromTheImageAlone()
    {
        Do($"extract --model {Model} --manifest {Manifest} --shuffle-labels --crop center --limit 3 --batch 1 --db few.duckdb");
        Do($"extract --model {Model} --manifest {Manifest} --shuffle-labels --crop center --limit 30 --batch 8 --db many.duckdb");
        Do($"extract --model {Model} --manifest {Manifest} --shuffle-labels --crop center --limit 3 --batch 1 --seed 1 --db other.duckdb");
        int[] images = [.. Measured("few.duckdb").Select(image => image.Id)];
        Assert.Equal(6, images.Length);
        Assert.InRange(Difference(Mu("few.duckdb"), Mu("many.duckdb", images)), 0, 1e-5);
        Assert.InRange(Difference(Mu("few.duckdb"), Mu("other.duckdb")), 1e-3, double.MaxValue);
    }

    [Fact]
    public void Shuffle_IsRecordedAndCompared()
    {
        Do($"extract --model {Model} --manifest {Manifest} --limit 1 --crop center --shuffle-labels --label-drop 0.5 --seed 5 --db a.duckdb");
        using (var connection = Open("a.duckdb"))
            Assert.Equal(
                ["0.5", "5", "true", "5"],
                connection.Rows(
                    "SELECT value FROM setting WHERE key LIKE 'label_drop%' OR key LIKE 'shuffle_labels%' ORDER BY key",
                    row => row.GetString(0)));
        Assert.Contains(
            " setting shuffle_labels: found true, expected none; setting shuffle_labels_seed: found 5, expected none. ",
            Fails(1, $"extract --model {Model} --manifest {Manifest} --limit 1 --crop center --label-drop 0.5 --seed 5 --db a.duckdb"),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Shuffle_WithoutAnotherClass_IsRefused()
    {
        Assert.Equal(
            $"--shuffle-labels is for networks with classes; {Model} is run without, drop it",
            Fails(2, $"extract --model {Model} --only-tokenizer --manifest {Manifest} --shuffle-labels --db a.duckdb"));

        var (vqvae, var) = SmallModels.All["Fewest"].WriteTorch(Folder.Path);
        var fewest = ModelBuilder.Build(vqvae, var, Folder.File("fewest"), new ModelFacts { ClassNames = ["cat"] }).Path;
        Assert.Equal(
            $"--shuffle-labels needs another class to take labels from; {fewest} has one alone, cat",
            Fails(2, $"extract --model {fewest} --manifest {Manifest} --shuffle-labels --db a.duckdb"));
        Assert.False(File.Exists(Folder.File("a.duckdb")));
    }

    static double Difference(List<float> a, List<float> b)
    {
        Assert.Equal(a.Count, b.Count);
        return a.Zip(b, (x, y) => Math.Abs(x - y)).Max();
    }

    List<float> Mu(string database, int[]? images = null)
    {
        using var connection = Open(database);
        var which = images is null ? "true" : $"image_id IN ({string.Join(',', images)})";
        return connection.Rows($"SELECT mu FROM activation WHERE {which} ORDER BY image_id, unit_id", row => row.GetFloat(0));
    }

    List<(int Id, string Path, int Class)> Measured(string database)
    {
        using var connection = Open(database);
        return connection.Rows(
            "SELECT image_id, path, class_id FROM image ORDER BY image_id", row => (row.GetInt32(0), row.GetString(1), row.GetInt32(2)));
    }
}
