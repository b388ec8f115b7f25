using System.Numerics.Tensors;
using VarMem.Analysis.Activations;
using VarMem.Analysis.Resampling;
using VarMem.Store.DuckDb;

namespace VarMem.Analysis.Statistics;

/// <summary>Table image_mu_rank: the mean over the units of an image's rank among the images.</summary>
static class ImageMuRank
{
    public static void Fill(DuckDbConnection connection)
    {
        var images = MeasuredImages.Read(connection);
        var parts = UnitPart.ReadAll(connection);
        // Sums of twice the midranks: whole numbers, which add up to the same in every order (parts, populations, images).
        var sums = parts.ToDictionary(part => part.Name, _ => images.Populations.Select(_ => new long[images.Count]).ToArray());

        foreach (var tile in ActivationTile.ReadAll(connection, images.Ids))
        {
            foreach (var part in parts)
                AddRanks(tile, part, images, sums[part.Name]);
        }

        connection.Append("image_mu_rank",
            from part in parts
            from population in images.Populations.Index()
            let members = population.Item.Rows
            from row in members
            let rank = (sums[part.Name][population.Index][row] / 2.0 / part.Units.Length - 0.5) / members.Length
            select new object?[] { population.Item.Name, part.Name, images.Ids[row], rank });
    }

    /// <summary>Each thread adds up its own units (populations, images), and at its end adds that to all.</summary>
    static void AddRanks(ActivationTile tile, UnitPart part, MeasuredImages images, long[][] sums) => Parallel.ForEach(
        part.Units.Select(unit => unit - tile.FirstUnit).Where(column => column >= 0 && column < tile.UnitCount),
        () => (
            Mu: new float[images.Count], Rows: new int[images.Count], Twice: new int[images.Count],
            Sums: Array.ConvertAll(sums, _ => new long[images.Count])),
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
                    scratch.Sums[p][rows[i]] += twice[i];
            }
            return scratch;
        },
        scratch =>
        {
            lock (sums)
            {
                foreach (var (all, own) in sums.Zip(scratch.Sums))
                    TensorPrimitives.Add(all, own, all);
            }
        });
}
