using VarMem.Analysis.Resampling;

namespace VarMem.Analysis.Statistics.Inference;

/// <summary>
/// The columns bits_saved_low and bits_saved_high of table capacity: training images and validation images drawn with replacement, both as
/// many as there are.
/// </summary>
static class CapacityIntervals
{
    public static void Fill(Measurements measured)
    {
        var (connection, options) = (measured.Connection, measured.Options);
        var images = connection.Rows(
            """
            SELECT side, class_id, nll FROM image_nll
            WHERE side IS NOT NULL AND EXISTS (FROM image_nll WHERE side = 'val') ORDER BY image_id
            """,
            row => (Side: row.GetString(0), Class: row.GetInt32(1), Nll: row.GetDouble(2)));
        int[] classes = [.. images.Select(image => image.Class).Distinct().Order()];
        var held = Of("val");
        foreach (var (population, sides) in new[] { ("train", new[] { "canary", "train" }), ("canary", ["canary"]), ("other", ["train"]) })
        {
            var members = Of(sides);
            if (members.Length == 0)
                continue;
            var drawn = new double[options.Permutations];
            Parallel.For(0, drawn.Length, draw => drawn[draw] = BitsSaved(
                Resampled(members, $"capacity {population}", draw), Resampled(held, "capacity held out", draw), classes.Length));
            var (low, high) = Distribution.Middle95(drawn);
            connection.Run("UPDATE capacity SET bits_saved_low = ?, bits_saved_high = ? WHERE population = ?", low, high, population);
        }

        (int Class, double Nll)[] Of(params string[] sides) =>
        [
            .. images.Where(image => sides.Contains(image.Side)).Select(image => (Array.BinarySearch(classes, image.Class), image.Nll)),
        ];

        (int Class, double Nll)[] Resampled((int Class, double Nll)[] given, string purpose, int draw)
        {
            var generator = new Generator(purpose, options.Seed, draw);
            return Array.ConvertAll(given, _ => given[generator.Below(given.Length)]);
        }
    }

    /// <summary>Mean over the members of (mean NLL of the held-out images of its class, of all where it has none − its own)/ln 2.</summary>
    static double BitsSaved((int Class, double Nll)[] members, (int Class, double Nll)[] held, int classes)
    {
        var (sums, counts, whole) = (new double[classes], new int[classes], 0.0);
        foreach (var (c, nll) in held)
        {
            sums[c] += nll;
            counts[c]++;
            whole += nll;
        }
        var saved = 0.0;
        foreach (var (c, nll) in members)
            saved += (counts[c] > 0 ? sums[c] / counts[c] : whole / held.Length) - nll;
        return saved / members.Length / Math.Log(2);
    }
}
