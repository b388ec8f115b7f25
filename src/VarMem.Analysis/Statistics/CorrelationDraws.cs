using System.Numerics.Tensors;
using VarMem.Analysis.Resampling;
using VarMem.Store.DuckDb;

namespace VarMem.Analysis.Statistics;

/// <summary>
/// Table image_correlation_draws: permutation p-values of partial rank correlations. The residual ranks of the targets are shuffled over the
/// images of each class, those of the picture's statistics stay.
/// </summary>
static class CorrelationDraws
{
    sealed record Variable(string Part, string Name, double[] Residuals);

    public static void Fill(Measurements measured)
    {
        var (connection, options) = (measured.Connection, measured.Options);
        var classes = connection.Rows(
            """
            SELECT image_id, any_value(coalesce(class_id, -1))
            FROM image_rank JOIN image USING (image_id) GROUP BY image_id ORDER BY image_id
            """,
            row => row.GetInt32(1));
        var variables = ReadVariables(connection, classes.Count);
        Variable[] statistics = [.. variables.Where(variable => variable.Part == "picture")];
        Variable[] targets = [.. variables.Except(statistics)];
        if (statistics.Length == 0 || targets.Length == 0)
            return;

        // The pairs' products of residuals are sums of squares but for a factor that no shuffling changes.
        var observed = Products(Enumerable.Range(0, classes.Count).ToArray());
        var draws = new Draws(options.Permutations, targets.Length * statistics.Length);
        int[][] strata = [.. classes.Index().GroupBy(image => image.Item, image => image.Index).OrderBy(c => c.Key).Select(c => c.ToArray())];
        Parallel.For(0, options.Permutations, draw =>
        {
            var generator = new Generator("image correlation", options.Seed, draw);
            var partner = new int[classes.Count];
            foreach (var members in strata)
            {
                var shuffled = members.ToArray();
                generator.Choose<int>(shuffled, shuffled.Length);
                foreach (var (i, row) in members.Index())
                    partner[row] = shuffled[i];
            }
            Products(partner).CopyTo(draws.Row(draw));
        });

        connection.Append("image_correlation_draws",
            from t in targets.Index()
            from s in statistics.Index()
            let pair = t.Index * statistics.Length + s.Index
            select new object?[]
            {
                t.Item.Part, t.Item.Name, s.Item.Name, Distribution.TwoSidedP(draws.Column(pair), observed[pair], 0),
            });

        double[] Products(int[] partner)
        {
            var products = new double[targets.Length * statistics.Length];
            foreach (var (t, target) in targets.Index())
            {
                var shuffled = Array.ConvertAll(partner, row => target.Residuals[row]);
                foreach (var (s, statistic) in statistics.Index())
                    products[t * statistics.Length + s] = TensorPrimitives.Dot<double>(shuffled, statistic.Residuals);
            }
            return products;
        }
    }

    /// <summary>The variables that every image has.</summary>
    static List<Variable> ReadVariables(DuckDbConnection connection, int images) =>
    [
        .. from cell in connection.Rows(
               "SELECT part, variable, residual FROM image_rank ORDER BY part, variable, image_id",
               row => (Part: row.GetString(0), Name: row.GetString(1), Residual: row.GetDouble(2)))
           group cell.Residual by (cell.Part, cell.Name) into variable
           where variable.Count() == images
           select new Variable(variable.Key.Part, variable.Key.Name, variable.ToArray()),
    ];
}
