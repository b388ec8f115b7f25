using VarMem.Analysis.Activations;
using VarMem.Analysis.Resampling;
using VarMem.Store.DuckDb;

namespace VarMem.Analysis.Statistics;

/// <summary>Table image_mu_rank: the mean over the units of an image's rank among the images. One sort a unit serves every population.</summary>
static class ImageMuRank
{
    public static void Fill(DuckDbConnection connection)
    {
        var images = MeasuredImages.Read(connection);
        var layers = connection.Rows(
            "SELECT first_unit, unit_count, part FROM layer ORDER BY first_unit",
            row => (First: row.GetInt32(0), End: row.GetInt32(0) + row.GetInt32(1), Part: row.GetString(2)));
        string[] parts = [.. layers.Select(layer => layer.Part).Distinct().Order(StringComparer.Ordinal)];
        // Sums of twice the midranks: whole numbers, which add up to the same in every order (parts, populations, images).
        var sums = parts.ToDictionary(part => part, _ => images.Populations.Select(_ => new long[images.Count]).ToArray());

        foreach (var tile in ActivationTile.ReadAll(connection, images.Ids))
        {
            foreach (var (first, end, part) in layers)
            {
                var (from, to) = (Math.Max(first, tile.FirstUnit), Math.Min(end, tile.FirstUnit + tile.UnitCount));
                if (from < to)
                    AddRanks(tile, from - tile.FirstUnit, to - tile.FirstUnit, images, sums[part]);
            }
        }

        connection.Append("image_mu_rank",
            from part in parts
            let units = layers.Where(layer => layer.Part == part).Sum(layer => layer.End - layer.First)
            from population in images.Populations.Index()
            let members = population.Item.Rows
            from row in members
            let rank = (sums[part][population.Index][row] / 2.0 / units - 0.5) / members.Length
            select new object?[] { population.Item.Name, part, images.Ids[row], rank });
    }

    static void AddRanks(ActivationTile tile, int from, int to, MeasuredImages images, long[][] sums) => Parallel.For(from, to,
        () => (Mu: new float[images.Count], Rows: new int[images.Count], Twice: new int[images.Count]),
        (column, _, scratch) =>
        {
            foreach (var (p, population) in images.Populations.Index())
            {
                var count = population.Rows.Length;
                var mu = scratch.Mu.AsSpan(0, count);
                var rows = scratch.Rows.AsSpan(0, count);
                var twice = scratch.Twice.AsSpan(0, count);
                population.Rows.CopyTo(rows);
                for (var i = 0; i < count; i++)
                    mu[i] = tile.Values[rows[i] * tile.Stride + column];
                Ranks.SortTwiceMidranks(mu, rows, twice);
                for (var i = 0; i < count; i++)
                    Interlocked.Add(ref sums[p][rows[i]], twice[i]);
            }
            return scratch;
        },
        _ => { });
}
