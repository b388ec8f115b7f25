using VarMem.Analysis.Activations;

namespace VarMem.Analysis.Statistics;

/// <summary>Table class_mem: UnitMem's ratio on the means of classes.</summary>
static class ClassMem
{
    readonly record struct ClassPeak(double Max, double Rest, int Class);

    public static void Fill(Measurements measured)
    {
        var images = measured.Images;
        var populations = images.Populations
            .Select(population => (population.Name, Classes: ByClass(population.Rows, images)))
            .Where(population => population.Classes.Length > 0).OrderBy(population => population.Name, StringComparer.Ordinal).ToArray();
        var peaks = Array.ConvertAll(populations, _ => new ClassPeak[measured.Activations.UnitCount]);
        (int, int[])[][] classes = [.. populations.Select(population => population.Classes)];
        measured.Activations.Visit(() => new Visitor(classes, peaks));

        measured.Connection.Append("class_mem",
            from population in populations.Zip(peaks)
            from peak in population.Second.Index()
            select new object?[]
            {
                population.First.Name, peak.Index, peak.Item.Max, peak.Item.Rest, Ratio(peak.Item.Max, peak.Item.Rest), peak.Item.Class,
            });
    }

    /// <summary>The images of each class; those without one are left out.</summary>
    static (int Class, int[] Rows)[] ByClass(int[] rows, MeasuredImages images) =>
    [
        .. rows.Where(row => images.Classes[row] >= 0).GroupBy(row => images.Classes[row])
            .OrderBy(members => members.Key).Select(members => (members.Key, members.ToArray())),
    ];

    static double Ratio(double max, double rest) => max + rest == 0 ? 0 : (max - rest) / (max + rest);

    sealed class Visitor((int Class, int[] Rows)[][] populations, ClassPeak[][] peaks) : IUnitVisitor
    {
        public void Visit(int unit, ReadOnlySpan<float> mu)
        {
            foreach (var (p, classes) in populations.Index())
            {
                var (max, maxClass, sumOfOthers) = (double.NegativeInfinity, -1, 0.0);
                foreach (var (number, rows) in classes)
                {
                    var sum = 0.0;
                    foreach (var row in rows)
                        sum += mu[row];
                    var mean = sum / rows.Length;
                    if (maxClass < 0)
                        (max, maxClass) = (mean, number);
                    else if (mean > max)
                        (max, maxClass, sumOfOthers) = (mean, number, sumOfOthers + max);
                    else
                        sumOfOthers += mean;
                }
                peaks[p][unit] = new(max, sumOfOthers / (classes.Length - 1), maxClass); // 0/0 of a single class
            }
        }
    }
}
