namespace VarMem.Store.DuckDb;

/// <summary>Short forms for this project's own SQL, with values for <c>?</c>.</summary>
public sealed partial class DuckDbConnection
{
    /// <summary>Runs SQL and drops its results.</summary>
    internal void Run(string sql, params ReadOnlySpan<object?> values)
    {
        using var command = Command(sql, values);
        command.ExecuteNonQuery();
    }

    /// <summary>The rows of a query.</summary>
    internal List<T> Rows<T>(string sql, Func<DuckDbDataReader, T> row)
    {
        using var command = Command(sql, []);
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
            rows.Add(row(reader));
        return rows;
    }

    DuckDbCommand Command(string sql, ReadOnlySpan<object?> values)
    {
        var command = CreateCommand();
        command.CommandText = sql;
        foreach (var value in values)
            command.Parameters.Add(new DuckDbParameter(value));
        return command;
    }
}
