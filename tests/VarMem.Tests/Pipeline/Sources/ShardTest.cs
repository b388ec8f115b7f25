using FsCheck;
using FsCheck.Fluent;
using VarMem.Pipeline;
using VarMem.Pipeline.Sources;
using VarMem.Pipeline.Views;
using VarMem.Tests.Pipeline.Views;

namespace VarMem.Tests.Pipeline.Sources;

public class ShardTest
{
    /// <summary>Put one after the other, the shards are the view: every row once, in its order, and no shard is larger than another by two.</summary>
    [Fact]
    public void Apply_OfAllShards_DealsEveryRowOnce() => Check.One(
        Config.QuickThrowOnFailure,
        Prop.ForAll(Gen.Choose(0, 60).SelectMany(images => Gen.Choose(1, 20).Select(count => (images, count))).ToArbitrary(), given =>
        {
            var source = Images(given.images);
            var shards = Enumerable.Range(1, given.count)
                .Select(number => new Shard(number, given.count).Apply(source).Column<int>(Columns.ImageId)).ToArray();
            Assert.Equal(source.Column<int>(Columns.ImageId), shards.SelectMany(ids => ids));
            Assert.InRange(shards.Max(ids => ids.Count) - shards.Min(ids => ids.Count), 0, 1);
        }));

    [Fact]
    public void Apply_AfterASelection_KeepsImageIds() =>
        Assert.Equal([3, 5], new Shard(2, 3).Apply(Images(11).Where(id => id % 2 == 1 && id < 11)).Column<int>(Columns.ImageId));

    [Fact]
    public void Rows_OfMoreThanAnIntHolds_AreExact() =>
        Assert.Equal((2_999_994_000_000, 2_999_997_000_000), new Shard(999_999, 1_000_000).Rows(3_000_000_000_000));

    [Theory]
    [InlineData("1/1", 1, 1)]
    [InlineData("64/64", 64, 64)]
    [InlineData("007/64", 7, 64)]
    public void TryParse_OfAShard_ReadsIt(string text, int number, int count)
    {
        Assert.True(Shard.TryParse(text, out var shard));
        Assert.Equal(new Shard(number, count), shard);
        Assert.Equal($"{number}/{count}", $"{shard}");
    }

    [Theory]
    [InlineData(null), InlineData(""), InlineData("1"), InlineData("0/4"), InlineData("5/4"), InlineData("-1/4"), InlineData("1/4/2")]
    [InlineData("1/"), InlineData("/4"), InlineData("a/4"), InlineData("1.0/4"), InlineData(" 1/4"), InlineData("1/99999999999")]
    public void TryParse_OfAnythingElse_IsFalse(string? text) => Assert.False(Shard.TryParse(text, out _));

    static ImageSource Images(int count) =>
        new("", [.. Enumerable.Range(0, count).Select(i => new SourceImage(i, $"{i}", $"{i}", 0, "class", "train", null))]);
}
