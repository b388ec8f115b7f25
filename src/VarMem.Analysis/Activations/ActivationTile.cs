namespace VarMem.Analysis.Activations;

/// <summary>
/// μ of all images and of some units in memory: blocks of <see cref="Width"/> units, each (images, Width) row by row, the columns behind the
/// last unit being 0. So the images of a unit lie near each other, and whoever reads them streams through memory.
/// </summary>
sealed class ActivationTile(int firstUnit, int unitCount, int images) : IDisposable
{
    /// <summary>Units of a block: four cache lines of a row.</summary>
    public const int Width = 64;

    readonly LargeBuffer _values = new((long)Blocks(unitCount) * images * Width); // (blocks, images, Width)

    /// <summary>unit_id of the first.</summary>
    public int FirstUnit => firstUnit;

    public int UnitCount => unitCount;

    public int BlockCount => Blocks(unitCount);

    /// <summary>Blocks of so many units.</summary>
    public static int Blocks(int units) => (units + Width - 1) / Width;

    /// <summary>(images, Width)</summary>
    public Span<float> Block(int block) => _values.Span((long)block * images * Width, images * Width);

    public void Dispose() => _values.Dispose();

    /// <summary>Sets μ of images, on one thread; several may write at a time, each the images of its own groups.</summary>
    public Writer NewWriter() => new(this, images);

    /// <summary>
    /// Gathers some images before they go into the blocks, each a page of memory then: an image alone would touch as many pages for a few
    /// cache lines each.
    /// </summary>
    public sealed class Writer(ActivationTile tile, int images) : IDisposable
    {
        /// <summary>Images of a group, one behind the other.</summary>
        public const int Group = 16;

        readonly float[] _gathered = new float[tile.BlockCount * Width * Group]; // (Group, units)
        readonly bool[] _isKnown = new bool[images / Group + 1]; // groups that are in the blocks
        int _group = -1;

        int Stride => tile.BlockCount * Width;

        /// <summary>
        /// Sets μ of units one behind the other, of which those outside the tile are passed over. Images are best set in their order.
        /// </summary>
        public void Set(int row, int unit, ReadOnlySpan<float> mu)
        {
            var (skipped, column) = (Math.Max(0, tile.FirstUnit - unit), Math.Max(0, unit - tile.FirstUnit));
            if (skipped >= mu.Length || column >= tile.UnitCount)
                return;
            if (row / Group != _group)
                Turn(row / Group);
            mu[skipped..Math.Min(mu.Length, skipped + tile.UnitCount - column)].CopyTo(_gathered.AsSpan(row % Group * Stride + column));
        }

        /// <summary>Puts what is gathered into the blocks.</summary>
        public void Dispose() => Turn(-1);

        void Turn(int group)
        {
            if (_group >= 0)
                Copy((gathered, inBlock) => gathered.CopyTo(inBlock));
            _group = group;
            if (group < 0)
                return;
            if (_isKnown[group])
                Copy((gathered, inBlock) => inBlock.CopyTo(gathered));
            else
                Array.Clear(_gathered);
            _isKnown[group] = true;
        }

        void Copy(Action<Span<float>, Span<float>> copy)
        {
            for (var block = 0; block < tile.BlockCount; block++)
                for (var row = _group * Group; row < Math.Min(images, (_group + 1) * Group); row++)
                    copy(
                        _gathered.AsSpan(row % Group * Stride + block * Width, Width),
                        tile.Block(block).Slice(row * Width, Width));
        }
    }
}
