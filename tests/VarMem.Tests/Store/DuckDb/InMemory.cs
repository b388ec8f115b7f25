using VarMem.Store.DuckDb;

namespace VarMem.Tests.Store.DuckDb;

static class InMemory
{
    /// <summary>A fresh database, open.</summary>
    internal static DuckDbConnection Open(string? sql = null)
    {
        var connection = new DuckDbConnection();
        connection.Open();
        if (sql is not null)
            connection.Run(sql);
        return connection;
    }

    /// <summary>A reader of the query's result, before the first row.</summary>
    internal static DuckDbDataReader Query(this DuckDbConnection connection, string sql, params object?[] positional)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var value in positional)
            command.Parameters.Add(new DuckDbParameter(value));
        return command.ExecuteReader();
    }

    /// <summary>The value of a query of one row and one column.</summary>
    internal static object? Scalar(this DuckDbConnection connection, string sql, params object?[] positional)
    {
        using var reader = connection.Query(sql, positional);
        Assert.True(reader.Read());
        var value = reader.GetValue(0);
        Assert.False(reader.Read());
        return value is DBNull ? null : value;
    }
}
