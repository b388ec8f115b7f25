using System.Globalization;
using VarMem.Analysis;
using VarMem.Analysis.Statistics;
using VarMem.Store.DuckDb;
using VarMem.Tests.Sql;

namespace VarMem.Tests.Analysis.Statistics.Scores;

/// <summary>A database in memory with every result table, of which image, contrast and image_score are filled by hand.</summary>
sealed class ScoreTables : IDisposable
{
    public ScoreTables() => MetricScripts.All.ToList().ForEach(script => Connection.Run(script.Sql));

    public DuckDbConnection Connection { get; } = Database.OpenEmpty();

    public void Dispose() => Connection.Dispose();

    /// <summary>Images 0, 1, 2, … of one contrast: + for a positive and − for a negative one; classes go round.</summary>
    public ScoreTables Contrast(string sides, int classes = 1)
    {
        for (var i = 0; i < sides.Length; i++)
        {
            Connection.Run("INSERT INTO image (image_id, path, class_id, done_at) VALUES (?, 'x', ?, '2026-01-01')", i, i % classes);
            Connection.Run("INSERT INTO contrast VALUES ('canary_val', ?, ?)", i, sides[i] == '+');
        }
        return this;
    }

    /// <summary>One value an image, NaN for none.</summary>
    public ScoreTables Score(string name, params double[] values)
    {
        var rows = values.Index().Where(value => !double.IsNaN(value.Item))
            .Select(value => string.Create(CultureInfo.InvariantCulture, $"('likelihood', '{name}', {value.Index}, {value.Item:R})"));
        Connection.Run($"INSERT INTO image_score VALUES {string.Join(", ", rows)}");
        return this;
    }

    public List<T> Fill<T>(Action<Measurements> statistic, string query, Func<DuckDbDataReader, T> row, int permutations = 1000)
    {
        using var measured = new Measurements(Connection, new() { Permutations = permutations });
        statistic(measured);
        return Connection.Rows(query, row);
    }
}
