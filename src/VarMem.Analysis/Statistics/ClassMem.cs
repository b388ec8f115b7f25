using VarMem.Analysis.Activations;

namespace VarMem.Analysis.Statistics;

/// <summary>Table class_mem: UnitMem's ratio on the means of classes.</summary>
sealed class ClassMem
{
    readonly record struct ClassPeak(double Max, double Rest, int Class);

    readonly (string Name, (int Class, int[] Rows)[] Classes)[] _populations;
    readonly ClassPeak[][] _peaks; // (populations, units)

    public ClassMem(MeasuredImages images, int unitCount)
    {
        _populations =
        [
            .. images.Populations.Select(population => (population.Name, Classes: ByClass(population.Rows, images)))
                .Where(population => population.Classes.Length > 0).OrderBy(population => population.Name, StringComparer.Ordinal),
        ];
        _peaks = Array.ConvertAll(_populations, _ => new ClassPeak[unitCount]);
    }

    public IUnitVisitor NewVisitor() => new Visitor(_populations, _peaks);

    public static void Fill(Measurements measured) => measured.Connection.Append("class_mem", measured.Units.ClassMem.Rows());

    IEnumerable<object?[]> Rows() =>
        from population in _populations.Zip(_peaks)
        from peak in population.Second.Index()
        select new object?[]
        {
            population.First.Name, peak.Index, peak.Item.Max, peak.Item.Rest, Ratio(peak.Item.Max, peak.Item.Rest), peak.Item.Class,
        };

    /// <summary>The images of each class; those without one are left out.</summary>
    static (int Class, int[] Rows)[] ByClass(int[] rows, MeasuredImages images) =>
    [
        .. rows.Where(row => images.Classes[row] >= 0).GroupBy(row => images.Classes[row])
            .OrderBy(members => members.Key).Select(members => (members.Key, members.ToArray())),
    ];

    static double Ratio(double max, double rest) => max + rest == 0 ? 0 : (max - rest) / (max + rest);

    sealed class Visitor((string Name, (int Class, int[] Rows)[] Classes)[] populations, ClassPeak[][] peaks) : IUnitVisitor
    {
        public void Visit(ref UnitMeans unit)
        {
            for (var p = 0; p < populations.Length; p++)
            {
                var classes = populations[p].Classes;
                var (max, maxClass, sumOfOthers) = (double.NegativeInfinity, -1, 0.0);
                foreach (var (number, rows) in classes)
                {
                    var sum = 0.0;
                    foreach (var row in rows)
                        sum += unit.Mu[row];
                    var mean = sum / rows.Length;
                    if (maxClass < 0)
                        (max, maxClass) = (mean, number);
                    else if (mean > max)
                        (max, maxClass, sumOfOthers) = (mean, number, sumOfOthers + max);
                    else
                        sumOfOthers += mean;
                }
                peaks[p][unit.Unit] = new(max, sumOfOthers / (classes.Length - 1), maxClass); // 0/0 of a single class
            }
        }
    }
}
