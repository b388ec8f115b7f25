using VarMem.Analysis;
using VarMem.Analysis.Statistics;
using VarMem.Store.DuckDb;
using VarMem.Tests.Analysis.Statistics.Inference;
using VarMem.Tests.Sql;

namespace VarMem.Tests.Analysis.Statistics.Interventions;

public sealed class InterventionIntervalsTest : IDisposable
{
    const int Owners = 60, Others = 90;

    readonly DuckDbConnection _connection = Database.OpenEmpty();

    public InterventionIntervalsTest()
    {
        foreach (var name in new[] { "00_unit_peak", "01_unit_mem", "62_intervention_image", "63_intervention_change" })
            _connection.Run(MetricScripts.All.Single(script => script.Name == name).Sql);
        _connection.Run($"INSERT INTO intervention_image SELECT i, if(i < {Owners}, 'owner', 'val'), 100 + i FROM range({Owners + Others}) AS images(i)");
        _connection.Run("INSERT INTO intervention VALUES (0, 'U10', NULL, 0, 1, NULL, 0), (1, 'U10', NULL, 0, 0, NULL, 3), (2, 'U10', 'random', 1, 0, NULL, 3), (3, 'U10', 'random', 2, 0, NULL, 3), (4, 'U10', NULL, 0, 0, 2, 3)");
    }

    public void Dispose() => _connection.Dispose();

    /// <summary>About the mean, as wide as its standard error says; less the controls, that of each image's difference; of two groups, of both.</summary>
    [Fact]
    public void Fill_HasTheWidthOfMeans()
    {
        var changes = Normal.Columns(4, Owners + Others, 0);
        foreach (var (i, column) in changes.Index()) Add(i + 1, column);
        Fill(20_000);
        AssertInterval("owner", null, null, changes[0][..Owners], []);
        AssertInterval("val", null, null, changes[0][Owners..], []);
        AssertInterval("val", 2, null, changes[3][Owners..], []);
        var beyond = changes[0].Zip(changes[1], changes[2]).Select(all => all.First - (all.Second + all.Third) / 2).ToArray();
        AssertInterval("owner", null, "random", beyond[..Owners], []);
        AssertInterval("owner - val", null, "random", beyond[..Owners], beyond[Owners..]);
        AssertInterval("owner - val", 2, null, changes[3][..Owners], changes[3][Owners..]);
        Assert.Equal(9, _connection.Rows("FROM intervention_interval WHERE NOT contains(image_group, '/')", _ => true).Count); // three groups, two doses, one of them with a control
    }

    [Fact]
    public void Fill_AllAlike_IsAPoint()
    {
        foreach (var (i, change) in new[] { 3.0, 1, 2, 5 }.Index()) Add(i + 1, [.. Enumerable.Repeat(change, Owners + Others)]);
        Fill(100);
        Assert.Equal((3, 3, 3), Read("owner", null, null));
        Assert.Equal((1.5, 1.5, 1.5), Read("val", null, "random"));
        Assert.Equal((0, 0, 0), Read("owner - val", 2, null));
        Assert.Equal((1, 1, 1), Read("owner / val", null, null));
    }

    /// <summary>The ratio of two means, each of them drawn anew; with nothing taken off only, and where both are above 0.</summary>
    [Fact]
    public void Fill_Ratio_HasTheWidthOfARatio()
    {
        var changes = Normal.Columns(2, Owners + Others, 0);
        Add(1, [.. changes[0].Select(value => 20 + value)]);
        Add(4, [.. changes[1].Select((value, image) => image < Owners ? value - 20 : value + 20)]);
        Fill(20_000);
        double[] owners = [.. changes[0][..Owners].Select(value => 20 + value)], others = [.. changes[0][Owners..].Select(value => 20 + value)];
        var (ratio, low, high) = Read("owner / val", null, null);
        static double Relative(double[] values) => values.Sum(v => Math.Pow(v - values.Average(), 2)) / values.Length / values.Length / Math.Pow(values.Average(), 2);
        var deviation = ratio * Math.Sqrt(Relative(owners) + Relative(others));
        Assert.Equal(owners.Average() / others.Average(), ratio, 1e-8);
        Assert.Equal(ratio - 1.96 * deviation, low, 0.1 * deviation);
        Assert.Equal(ratio + 1.96 * deviation, high, 0.1 * deviation);
        Assert.Equal([1L], _connection.Rows("SELECT count(*) FROM intervention_interval WHERE contains(image_group, '/')", row => row.GetInt64(0)));
    }

    [Fact]
    public void Fill_BrokenOff_IsEmpty()
    {
        Add(1, [.. Enumerable.Repeat(1.0, Owners + Others)]);
        _connection.Run("INSERT INTO intervention_likelihood VALUES (4, 0, 7)");
        Fill(100);
        Assert.Empty(_connection.Rows("FROM intervention_interval", _ => true));
    }

    void Add(int intervention, double[] changes) => _connection.Run("INSERT INTO intervention_likelihood VALUES " + string.Join(", ", changes.Select(
        (change, image) => FormattableString.Invariant($"({intervention}, {image}, {100 + image + change:R})"))));

    void Fill(int permutations)
    {
        using var measured = new Measurements(_connection, new() { Permutations = permutations });
        Analyzer.Run(measured, MetricScripts.All.Single(script => script.Name == "64_intervention_interval"));
    }

    void AssertInterval(string group, int? scale, string? control, double[] values, double[] less)
    {
        static double Variance(double[] values) => values.Length == 0 ? 0 : values.Sum(v => Math.Pow(v - values.Average(), 2)) / values.Length / values.Length;
        var deviation = Math.Sqrt(Variance(values) + Variance(less));
        var (mean, low, high) = Read(group, scale, control);
        Assert.Equal(values.Average() - less.DefaultIfEmpty(0).Average(), mean, 1e-9);
        Assert.Equal(mean - 1.96 * deviation, low, 0.1 * deviation);
        Assert.Equal(mean + 1.96 * deviation, high, 0.1 * deviation);
    }

    (double Mean, double Low, double High) Read(string group, int? scale, string? control) => _connection.Rows(
        """
        SELECT round(nll_change, 9), round(nll_change_low, 9), round(nll_change_high, 9) FROM intervention_interval
        WHERE factor = 0 AND image_group = ? AND scale IS NOT DISTINCT FROM ?::TINYINT AND control IS NOT DISTINCT FROM ?
        """,
        row => (row.GetDouble(0), row.GetDouble(1), row.GetDouble(2)), group, scale, control).Single();
}
