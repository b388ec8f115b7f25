using VarMem.Analysis.Activations;
using VarMem.Tests.Analysis.Statistics;

namespace VarMem.Tests.Analysis.Activations;

public sealed class ActivationTilesTest : IDisposable
{
    readonly MadeUpActivations _data = new();

    public void Dispose() => _data.Dispose();

    /// <summary>Images that are not asked for are passed over; the columns behind the last unit stay 0.</summary>
    [Fact]
    public void Read_TakesTheImagesGiven()
    {
        using var tiles = new ActivationTiles(_data.Connection, [MadeUpActivations.ImageId(2), MadeUpActivations.ImageId(5)]);
        var tile = Assert.Single(tiles.Read());
        Assert.Equal((0, MadeUpActivations.Units, 1), (tile.FirstUnit, tile.UnitCount, tile.BlockCount));
        for (var column = 0; column < ActivationTile.Width; column++)
        {
            Assert.Equal(column < tile.UnitCount ? _data.Mu[2, column] : 0, tile.Block(0)[column]);
            Assert.Equal(column < tile.UnitCount ? _data.Mu[5, column] : 0, tile.Block(0)[ActivationTile.Width + column]);
        }
        Assert.Same(tile, Assert.Single(tiles.Read()));
        Assert.Empty(new ActivationTiles(_data.Connection, []).Read());
    }

    [Fact]
    public void UnitScan_ShowsEveryUnitOnce()
    {
        int[] ids = [.. Enumerable.Range(0, MadeUpActivations.Images).Select(MadeUpActivations.ImageId)];
        var recorders = new List<Recorder>();
        UnitScan.Run(new ActivationTiles(_data.Connection, ids), () =>
        {
            recorders.Add(new());
            return [recorders[^1]];
        });
        var seen = recorders.SelectMany(recorder => recorder.Seen).ToList();
        Assert.Equal(Enumerable.Range(0, MadeUpActivations.Units), seen.Select(unit => unit.Unit).Order());
        Assert.All(seen, unit => Assert.Equal(Enumerable.Range(0, MadeUpActivations.Images).Select(i => _data.Mu[i, unit.Unit]), unit.Mu));
    }

    /// <summary>Runs that begin before the tile, end behind it, cross blocks, or lie outside.</summary>
    [Theory]
    [InlineData(0, 300)]
    [InlineData(90, 20)]
    [InlineData(170, 100)]
    [InlineData(100, 130)]
    [InlineData(0, 100)]
    [InlineData(240, 9)]
    public void Set_TakesTheUnitsOfTheTile(int unit, int count)
    {
        var tile = new ActivationTile(firstUnit: 100, unitCount: 130, images: 2);
        using (var writer = tile.NewWriter())
            writer.Set(1, unit, [.. Enumerable.Range(unit, count).Select(u => (float)u)]);
        for (var column = 0; column < tile.BlockCount * ActivationTile.Width; column++)
        {
            var rows = tile.Block(column / ActivationTile.Width);
            var expected = column < 130 && 100 + column >= unit && 100 + column < unit + count ? 100 + column : 0;
            Assert.Equal((0f, (float)expected), (rows[column % ActivationTile.Width], rows[ActivationTile.Width + column % ActivationTile.Width]));
        }
    }

    sealed class Recorder : IUnitVisitor
    {
        public List<(int Unit, float[] Mu)> Seen { get; } = [];

        public void Visit(ref UnitMeans unit) => Seen.Add((unit.Unit, unit.Mu.ToArray()));
    }
}
