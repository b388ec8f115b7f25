namespace VarMem.Analysis.Activations;

/// <summary>
/// μ of all images and of some units in memory: blocks of <see cref="Width"/> units, each (images, Width) row by row, the columns behind the
/// last unit being 0. So the images of a unit lie near each other, and whoever reads them streams through memory.
/// </summary>
sealed class ActivationTile(int firstUnit, int unitCount, int images)
{
    /// <summary>Units of a block: four cache lines of a row.</summary>
    public const int Width = 64;

    readonly float[] _values = new float[(long)Blocks(unitCount) * images * Width]; // (blocks, images, Width)

    /// <summary>unit_id of the first.</summary>
    public int FirstUnit => firstUnit;

    public int UnitCount => unitCount;

    public int BlockCount => Blocks(unitCount);

    /// <summary>Blocks of so many units.</summary>
    public static int Blocks(int units) => (units + Width - 1) / Width;

    /// <summary>(images, Width)</summary>
    public Span<float> Block(int block) => _values.AsSpan(block * images * Width, images * Width);

    /// <summary>Sets μ of an image and of units one behind the other, of which those outside the tile are passed over.</summary>
    public void Set(int row, int unit, ReadOnlySpan<float> mu)
    {
        var (skipped, column) = (Math.Max(0, firstUnit - unit), Math.Max(0, unit - firstUnit));
        if (skipped >= mu.Length || column >= unitCount)
            return;
        mu = mu[skipped..Math.Min(mu.Length, skipped + unitCount - column)];
        for (int count; mu.Length > 0; mu = mu[count..], column += count)
        {
            count = Math.Min(mu.Length, Width - column % Width);
            mu[..count].CopyTo(_values.AsSpan(((column / Width * images) + row) * Width + column % Width));
        }
    }
}
