using FsCheck;
using FsCheck.Fluent;
using VarMem.Analysis.Similarity;

namespace VarMem.Tests.Analysis.Similarity;

/// <summary>Made-up images and their distances as the equations have them.</summary>
/// <param name="Values">(images, channels · height · width).</param>
sealed record Pictures(TileGrid Grid, float[][] Values)
{
    /// <summary>Two sets of one shape, with copies within and between them: of few images with few levels.</summary>
    public static Arbitrary<(Pictures Queries, Pictures Gallery)> Pairs { get; } = (
        from channels in Gen.Choose(1, 3)
        from height in Gen.Choose(1, 11)
        from width in Gen.Choose(1, 11)
        from tiles in Gen.Choose(1, Math.Min(Math.Min(height, width), 4))
        from levels in Gen.Elements(2, 256)
        let grid = new TileGrid(channels, height, width, tiles)
        let image = Gen.Choose(0, levels - 1).Select(level => level / (levels - 1f)).ArrayOf(grid.Values)
        from queries in image.ListOf().Resize(9)
        from gallery in Gen.OneOf(queries.Count == 0 ? image : Gen.Elements<float[]>(queries), image).ListOf().Resize(14)
        select (new Pictures(grid, [.. queries]), new Pictures(grid, [.. gallery]))).ToArbitrary();

    public TiledImages Tiled()
    {
        var images = new TiledImages(Values.Length, Grid);
        for (var i = 0; i < Values.Length; i++)
            images.Set(i, Values[i]);
        return images;
    }

    /// <summary>√(Σ(a−b)²/d), over all values or over those of each tile, of which the largest counts.</summary>
    public double Distance(int image, Pictures others, int other, DistanceKind kind)
    {
        var (tiles, largest) = (kind == DistanceKind.L2 ? 1 : Grid.Tiles, 0.0);
        for (var i = 0; i < tiles; i++)
            for (var j = 0; j < tiles; j++)
            {
                var squares =
                    from channel in Enumerable.Range(0, Grid.Channels)
                    from y in Enumerable.Range(0, Grid.Height)
                    where y >= i * Grid.Height / tiles && y < (i + 1) * Grid.Height / tiles
                    from x in Enumerable.Range(0, Grid.Width)
                    where x >= j * Grid.Width / tiles && x < (j + 1) * Grid.Width / tiles
                    let at = (channel * Grid.Height + y) * Grid.Width + x
                    select Math.Pow((double)Values[image][at] - others.Values[other][at], 2);
                largest = Math.Max(largest, Math.Sqrt(squares.Average()));
            }
        return largest;
    }

    public override string ToString() => $"{Values.Length} of {Grid}: {string.Join(" | ", Values.Select(image => string.Join(' ', image)))}";
}
