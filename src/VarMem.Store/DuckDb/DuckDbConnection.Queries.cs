namespace VarMem.Store.DuckDb;

/// <summary>SQL in one call, with values for <c>?</c>.</summary>
public sealed partial class DuckDbConnection
{
    /// <summary>Runs SQL and drops its results.</summary>
    public void Run(string sql, params ReadOnlySpan<object?> values)
    {
        using var command = Command(sql, values);
        command.ExecuteNonQuery();
    }

    /// <summary>The rows of a query.</summary>
    public List<T> Rows<T>(string sql, Func<DuckDbDataReader, T> row, params ReadOnlySpan<object?> values)
    {
        using var command = Command(sql, values);
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
