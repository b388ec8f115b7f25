using System.Numerics.Tensors;
using VarMem.Analysis.Resampling;
using VarMem.Store.DuckDb;

namespace VarMem.Analysis.Statistics;

/// <summary>A group of units that training and validation images are compared by, as in table owner_weight.</summary>
sealed record OwnerGroup(string Part, string UnitSet, string Grouping, string Name);

/// <summary>What the images of each split own, under many draws: for group g, column 2g the units, 2g + 1 the sum of their UnitMem.</summary>
readonly record struct OwnedBySplit(Draws Train, Draws Val);

/// <summary>Table owner_weight in memory, and the draws from it.</summary>
/// <param name="groups">The groups; two columns of weights each.</param>
/// <param name="weights">For each image a row of weights, null where it owns nothing.</param>
/// <param name="images">The images.</param>
sealed class OwnerWeights(IReadOnlyList<OwnerGroup> groups, double[]?[] weights, MeasuredImages images)
{
    readonly int[] _train = images.Populations.FirstOrDefault(population => population.Name == "train").Rows ?? [];
    readonly int[] _val = images.Populations.FirstOrDefault(population => population.Name == "val").Rows ?? [];

    public IReadOnlyList<OwnerGroup> Groups => groups;

    int Columns => 2 * groups.Count;

    public static OwnerWeights Read(DuckDbConnection connection, MeasuredImages images)
    {
        var rowOfId = images.RowOfId();
        var cells = connection.Rows(
            "SELECT part, unit_set, grouping, group_name, image_id, unit_count, unit_mem_sum FROM owner_weight ORDER BY ALL",
            row => (
                Group: new OwnerGroup(row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3)),
                Row: rowOfId[row.GetInt32(4)], Units: row.GetInt64(5), UnitMem: row.GetFieldValue<double?>(6) ?? double.NaN));
        OwnerGroup[] groups = [.. cells.Select(cell => cell.Group).Distinct()];
        var numberOf = groups.Index().ToDictionary(group => group.Item, group => group.Index);
        var weights = new double[]?[images.Count];
        foreach (var cell in cells)
        {
            var row = weights[cell.Row] ??= new double[2 * groups.Length];
            (row[2 * numberOf[cell.Group]], row[2 * numberOf[cell.Group] + 1]) = (cell.Units, cell.UnitMem);
        }
        return new(groups, weights, images);
    }

    /// <summary>Units that images without a split own; they cannot change sides.</summary>
    public double UnitsElsewhere(int group) =>
        Enumerable.Range(0, images.Count).Where(row => images.Splits[row] is null).Sum(row => weights[row]?[2 * group] ?? 0);

    /// <summary>As the images are: a single draw.</summary>
    public OwnedBySplit Observed() => new(Sum(_train), Sum(_val));

    /// <summary>With the split labels shuffled over the images of each class.</summary>
    public OwnedBySplit Permuted(int draws, long seed)
    {
        int[] members = [.. _train, .. _val];
        var marks = new MarkPermutation(
            [.. members.Select((_, i) => i < _train.Length)], [.. members.Select(row => images.Classes[row])]);
        var train = marks.Sums(Of(members), Columns, draws, "train_val permutation", seed);
        return new(train, train.SubtractedFrom(Sum(members).Row(0)));
    }

    /// <summary>With the images of each split drawn with replacement.</summary>
    public OwnedBySplit Resampled(int draws, long seed) => new(
        ImageBootstrap.Sums(Of(_train), Columns, draws, "train bootstrap", seed),
        ImageBootstrap.Sums(Of(_val), Columns, draws, "val bootstrap", seed));

    double[]?[] Of(int[] rows) => [.. rows.Select(row => weights[row])];

    Draws Sum(int[] rows)
    {
        var sum = new Draws(1, Columns);
        foreach (var row in Of(rows).OfType<double[]>())
            TensorPrimitives.Add(sum.Row(0), row, sum.Row(0));
        return sum;
    }
}
