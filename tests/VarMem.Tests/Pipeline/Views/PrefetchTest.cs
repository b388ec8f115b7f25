using VarMem.Pipeline;
using VarMem.Pipeline.Images;
using VarMem.Pipeline.Sources;
using VarMem.Pipeline.Views;

namespace VarMem.Tests.Pipeline.Views;

public class PrefetchTest
{
    static readonly ImageSource Numbers =
        new("", [.. Enumerable.Range(0, 100).Select(i => new SourceImage(i, $"{i}", $"{i}", i % 7, "", null, null))]);

    [Fact]
    public void Prefetch_IsTheSame_AtAnyNumberOfWorkersAndBuffers()
    {
        var emoji = new Selection { Limit = 8 }.Apply(ImageFolder.Open(Repository.File("models", "emoji", "images")));
        var pipeline = new LoadImages().Append(new ResizeImages(40)).Append(new CropImages(new() { Side = 32, Seed = 3 }));
        var view = pipeline.Fit(emoji).Transform(emoji);
        var crops = view.Vectors(Columns.Crops);
        var hashes = view.Column<string>(Columns.Sha256);
        Assert.Equal(16, crops.Count);
        foreach (var (workers, capacity) in new[] { (1, 1), (1, 4), (2, 1), (2, 3), (5, 8), (8, 100) })
        {
            Assert.Equal(crops, view.Prefetch(workers, capacity).Vectors(Columns.Crops));
            Assert.Equal(hashes, view.Prefetch(workers, capacity).Column<string>(Columns.Sha256));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Prefetch_OfAFailedImage_ThrowsFromItsGetterAndGoesOn(int workers)
    {
        var view = new Numbered(id => id == 3 ? throw new ImageException("3", "broken") : id).Transform(Numbers).Prefetch(workers, 4);
        using var cursor = view.GetRowCursor(Columns.ImageId, Columns.Width);
        var id = cursor.GetGetter<int>(Columns.ImageId);
        var width = cursor.GetGetter<int>(Columns.Width);
        int row = 0, value = 0, computed = 0, failed = 0;
        for (; cursor.MoveNext(); row++)
        {
            Assert.Equal(row, cursor.Position);
            id(ref value);
            Assert.Equal(row, value);
            try
            {
                width(ref value);
                Assert.Equal(row, value);
                computed++;
            }
            catch (ImageException e)
            {
                Assert.Equal((3, "broken"), (row, e.Reason));
                Assert.Equal("broken", Assert.Throws<ImageException>(() => width(ref value)).Reason);
                failed++;
            }
        }
        Assert.Equal((99, 1), (computed, failed));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Prefetch_OfAnyOtherException_ThrowsFromMoveNextAtItsRow(int workers)
    {
        var view = new Numbered(id => id == 5 ? throw new InvalidOperationException("bug") : id).Transform(Numbers).Prefetch(workers, 8);
        using var cursor = view.GetRowCursor(Columns.Width);
        for (var row = 0; row < 5; row++) Assert.True(cursor.MoveNext());
        Assert.Equal("bug", Assert.Throws<InvalidOperationException>(() => cursor.MoveNext()).Message);
        Assert.False(cursor.MoveNext());
    }

    [Fact]
    public void Prefetch_ComputesNoMoreThanItsBuffersAhead()
    {
        var computed = 0;
        var view = new Numbered(id => Interlocked.Increment(ref computed)).Transform(Numbers).Prefetch(4, 6);
        using (var cursor = view.GetRowCursor(Columns.Width))
        {
            for (var row = 0; row < 10; row++) Assert.True(cursor.MoveNext());
        }
        // Dispose has ended the workers: rows 0…9 read, of the six buffers one is the reader's.
        Assert.InRange(computed, 10, 15);
    }

    [Fact]
    public void Dispose_BeforeTheFirstRow_StopsTheWorkers()
    {
        var computed = 0;
        new Numbered(id => Interlocked.Increment(ref computed)).Transform(Numbers).Prefetch(2, 4).GetRowCursor(Columns.Width).Dispose();
        Assert.InRange(computed, 0, 4);
    }

    [Fact]
    public void Prefetch_ComputesOnlyActiveColumns()
    {
        var view = new Numbered(_ => throw new InvalidOperationException("computed")).Transform(Numbers).Prefetch(2, 4);
        Assert.Equal(Enumerable.Range(0, 100), view.Column<int>(Columns.ImageId));
    }

    [Fact]
    public void Prefetch_OfNoRows_HasNone() => Assert.Empty(Numbers.Where(_ => false).Prefetch(3, 3).Column<int>(Columns.ImageId));

    /// <summary>Makes the column Width by calling a function on the image_id.</summary>
    sealed class Numbered(Func<int, int> compute) : RowToRowTransformer
    {
        protected internal override DataViewSchema Inputs { get; } =
            new DataViewSchema.Builder().AddColumn<int>(Columns.ImageId).ToSchema();

        protected internal override DataViewSchema Outputs { get; } =
            new DataViewSchema.Builder().AddColumn<int>(Columns.Width).ToSchema();

        protected internal override IRowMapper CreateMapper(DataViewRow input, Func<string, bool> isActive) => new Mapper(compute, input);

        sealed class Mapper(Func<int, int> compute, DataViewRow input) : IRowMapper
        {
            public Delegate GetGetter(string column)
            {
                var id = input.GetGetter<int>(Columns.ImageId);
                return (ValueGetter<int>)((ref int value) =>
                {
                    id(ref value);
                    value = compute(value);
                });
            }

            public void Dispose()
            {
            }
        }
    }
}
