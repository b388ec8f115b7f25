using VarMem.Store.DuckDb.Native;

namespace VarMem.Store.DuckDb;

/// <summary>Runs the statements of an SQL text one after the other.</summary>
static class Statements
{
    /// <summary>
    /// The results in the statements' order. Each statement is prepared when those before it have run,
    /// so that it sees the tables they made.
    /// With <paramref name="streamLast"/> the last one is a query that goes on as it is read; all others are held in memory.
    /// </summary>
    internal static List<ResultSet> Run(
        ConnectionHandle connection, string sql, DuckDbParameterCollection parameters, bool streamLast, CancellationToken cancellation)
    {
        var count = Api.duckdb_extract_statements(connection, sql, out var statements);
        using var _ = statements;
        var results = new List<ResultSet>();
        ulong? running = null;
        try
        {
            if (count == 0 && Api.Text(Api.duckdb_extract_statements_error(statements)) is { Length: > 0 } error)
                throw Throw.Sql(error);
            for (var i = 0ul; i < count; i++)
            {
                running = i;
                cancellation.ThrowIfCancellationRequested();
                Throw.IfError(Api.duckdb_prepare_extracted_statement(connection, statements, i, out var prepared), prepared);
                using (prepared)
                {
                    Bind(prepared, parameters);
                    results.Add(Execute(prepared, streamLast && i == count - 1));
                }
            }
            return results;
        }
        catch (Exception e)
        {
            results.ForEach(r => r.Dispose());
            if (e is DuckDbException error)
                throw SqlLines.Locate(connection, sql, running, error);
            throw;
        }
    }

    static void Bind(PreparedHandle prepared, DuckDbParameterCollection parameters)
    {
        var count = Api.duckdb_nparams(prepared);
        for (var i = 1ul; i <= count; i++)
        {
            using var value = DuckDbValue.From(parameters.ValueFor(Api.TakeText(Api.duckdb_parameter_name(prepared, i))));
            Throw.IfError(Api.duckdb_bind_value(prepared, i, value), prepared);
        }
    }

    static ResultSet Execute(PreparedHandle prepared, bool stream)
    {
        var result = new ResultHandle();
        try
        {
            Throw.IfError(
                stream ? Api.duckdb_execute_prepared_streaming(prepared, result) : Api.duckdb_execute_prepared(prepared, result), result);
            return new ResultSet(result);
        }
        catch
        {
            result.Dispose();
            throw;
        }
    }
}
