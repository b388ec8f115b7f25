using System.Collections;
using System.Data.Common;
using System.Globalization;
using VarMem.Charts;
using VarMem.Store.DuckDb;
using VarMem.Terminal;

namespace VarMem;

/// <summary>A query's rows as a table to read, or as CSV, JSON or Parquet, which DuckDB itself writes.</summary>
static class QueryOutput
{
    /// <summary>A table is for reading: more rows than this are left to the other formats.</summary>
    const int TableRows = 1000;

    public static void Write(DuckDbConnection connection, string sql, string format, string? file, CancellationToken cancellation)
    {
        if (format == "table")
        {
            if (file is not null) throw new UsageException("-o writes csv, json or parquet; name one with --format");
            try
            {
                Tables(connection, sql, cancellation);
            }
            catch (Exception e) when (e is InvalidOperationException or NotSupportedException or OverflowException or InvalidCastException)
            {
                throw new UsageException(e.Message); // a value that .NET has no type for, a parameter without a value
            }
        }
        else if (file is not null)
        {
            Copy(connection, sql, format, file, cancellation);
        }
        else if (format == "parquet")
        {
            throw new UsageException("parquet is no text; name a file with -o");
        }
        else
        {
            var folder = Directory.CreateTempSubdirectory("varmem");
            try
            {
                var rows = Path.Combine(folder.FullName, "rows");
                Copy(connection, sql, format, rows, cancellation);
                using var content = File.OpenRead(rows);
                using var console = Console.OpenStandardOutput();
                content.CopyTo(console);
            }
            finally
            {
                folder.Delete(recursive: true);
            }
        }
    }

    static void Copy(DuckDbConnection connection, string sql, string format, string file, CancellationToken cancellation)
    {
        // Written aside and renamed, so that a file with the name is whole.
        var partial = $"{file}.partial";
        try
        {
            using var command = connection.CreateCommand();
            var options = format switch { "csv" => "FORMAT csv, HEADER", "json" => "FORMAT json, ARRAY true", _ => "FORMAT parquet" };
            command.CommandText = $"COPY ({sql.TrimEnd().TrimEnd(';')}\n) TO '{partial.Replace("'", "''")}' ({options})";
            command.ExecuteNonQueryAsync(cancellation).GetAwaiter().GetResult();
            File.Move(partial, file, overwrite: true);
        }
        finally
        {
            File.Delete(partial);
        }
    }

    static void Tables(DuckDbConnection connection, string sql, CancellationToken cancellation)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReaderAsync(cancellation).GetAwaiter().GetResult();
        do Table(reader);
        while (reader.NextResult());
    }

    /// <summary>Rows that are at hand.</summary>
    public static void Table(Rows rows) => Output.Table(
        [.. rows.Columns.Select(column => column.Name)],
        rows.Columns.Where(column => IsNumber(column.Type)).Select(column => column.Name).ToHashSet(),
        rows.Values.Select(row => row.Select(Text).ToArray()));

    static void Table(DbDataReader reader)
    {
        if (reader.FieldCount == 0) return;
        var columns = Enumerable.Range(0, reader.FieldCount).ToArray();
        var numbers = columns.Where(i => IsNumber(reader.GetFieldType(i))).Select(reader.GetName).ToHashSet();
        var rows = new List<string[]>();
        while (rows.Count < TableRows && reader.Read()) rows.Add([.. columns.Select(i => Text(reader, i))]);
        Output.Table([.. columns.Select(reader.GetName)], numbers, rows);
        if (rows.Count == TableRows && reader.Read()) Console.Error.WriteLine($"the first {TableRows} rows; --format csv, json or parquet gives all");
    }

    static bool IsNumber(Type type) => type.IsPrimitive && type != typeof(bool) || type == typeof(decimal) || type == typeof(System.Numerics.BigInteger);

    static string Text(DbDataReader reader, int column) => reader.IsDBNull(column) ? "NULL" : Text(reader.GetValue(column));

    static string Text(object? value) => value switch
    {
        null or DBNull => "NULL",
        string text => text,
        byte[] bytes => Convert.ToHexStringLower(bytes),
        DateTime time => time.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        IDictionary map => $"{{{string.Join(", ", map.Cast<DictionaryEntry>().Select(entry => $"{Text(entry.Key)}: {Text(entry.Value)}"))}}}",
        IEnumerable list => $"[{string.Join(", ", list.Cast<object?>().Select(Text))}]",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
