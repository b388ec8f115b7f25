namespace VarMem.Tests.Analysis;

public sealed partial class MetricsTest
{
    /// <summary>What statistics fill in one pass, against the plain SQL that defines it.</summary>
    [Fact]
    public void Statistics_EqualTheirDefinitionsInSql() => ForAll(data =>
    {
        Analyze(data, new());
        foreach (var table in (ReadOnlySpan<string>)["unit_peak", "class_mem", "held_out_unit_mem", "image_mu_rank"])
        {
            var definition = File.ReadAllText(Repository.File("sql", "definitions", $"{table}.sql"));
            AssertRows(table, Rows($"FROM ({definition}) ORDER BY ALL"), Rows($"FROM {table} ORDER BY ALL"));
        }
    });
}
