namespace VarMem.Analysis.Activations;

/// <summary>Shows every unit to visitors, in one pass over the activations on all threads.</summary>
static class UnitScan
{
    /// <param name="activations">The activations.</param>
    /// <param name="newVisitors">Makes visitors, a set for each thread; one set sees no unit twice, and no unit is seen by two.</param>
    public static void Run(ActivationTiles activations, Func<IUnitVisitor[]> newVisitors)
    {
        var idle = new Stack<Worker>();
        foreach (var tile in activations.Read())
            Parallel.For(0, tile.BlockCount, Take, (block, _, worker) => worker.Show(tile, block), Return);

        Worker Take()
        {
            lock (idle)
                return idle.TryPop(out var worker) ? worker : new Worker(newVisitors(), activations.ImageCount);
        }

        void Return(Worker worker)
        {
            lock (idle)
                idle.Push(worker);
        }
    }

    sealed class Worker(IUnitVisitor[] visitors, int images)
    {
        readonly float[] _columns = new float[ActivationTile.Width * images];
        readonly RadixSort _sort = new(images);

        public Worker Show(ActivationTile tile, int block)
        {
            Transpose(tile.Block(block));
            var first = block * ActivationTile.Width;
            for (var column = 0; column < ActivationTile.Width && first + column < tile.UnitCount; column++)
            {
                var unit = new UnitMeans(tile.FirstUnit + first + column, _columns.AsSpan(column * images, images), _sort);
                foreach (var visitor in visitors)
                    visitor.Visit(ref unit);
            }
            return this;
        }

        /// <param name="rows">(images, Width); to (Width, images).</param>
        void Transpose(ReadOnlySpan<float> rows)
        {
            for (var row = 0; row < images; row++)
            {
                var values = rows.Slice(row * ActivationTile.Width, ActivationTile.Width);
                for (var column = 0; column < values.Length; column++)
                    _columns[column * images + row] = values[column];
            }
        }
    }
}
