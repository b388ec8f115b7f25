using VarMem.Analysis;

namespace VarMem.Tests.Analysis.Statistics;

public sealed class ImageMuRankTest : IDisposable
{
    readonly MadeUpActivations _data = new();

    public void Dispose() => _data.Dispose();

    /// <summary>Ranks by counting the images below and beside.</summary>
    [Theory]
    [InlineData("all", "transformer", 0, 30)]
    [InlineData("train", "transformer", 0, 30)]
    [InlineData("val", "tokenizer", 30, 37)]
    public void Fill_EqualsRanksByCounting(string population, string part, int firstUnit, int endUnit)
    {
        Analyzer.Run(_data.Connection, new() { Permutations = 9 });
        var found = _data.Connection.Rows(
            "SELECT image_id, mean_rank FROM image_mu_rank WHERE population = ? AND part = ? ORDER BY image_id",
            row => (row.GetInt32(0), row.GetDouble(1)), population, part);
        var images = MadeUpActivations.Population(population);
        Assert.Equal(images.Select(MadeUpActivations.ImageId), found.Select(row => row.Item1));
        Assert.All(images.Zip(found), pair => Assert.Equal(MeanRank(pair.First), pair.Second.Item2, 1e-12));

        double MeanRank(int image) => Enumerable.Range(firstUnit, endUnit - firstUnit).Average(unit =>
        {
            var (below, same) = (
                images.Count(other => _data.Mu[other, unit] < _data.Mu[image, unit]),
                images.Count(other => _data.Mu[other, unit] == _data.Mu[image, unit]));
            return (below + (same + 1) / 2.0 - 0.5) / images.Length;
        });
    }
}
