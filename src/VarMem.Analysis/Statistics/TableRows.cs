using VarMem.Store.DuckDb;

namespace VarMem.Analysis.Statistics;

static class TableRows
{
    /// <summary>Appends rows to a result table: values in the order of its columns; null and NaN are NULL.</summary>
    public static void Append(this DuckDbConnection connection, string table, IEnumerable<object?[]> rows)
    {
        using var appender = connection.CreateAppender(table);
        var count = 0;
        foreach (var row in rows)
        {
            for (var column = 0; column < row.Length; column++)
                Set(appender, column, count, row[column]);
            if (++count < DuckDbAppender.ChunkRows)
                continue;
            appender.Append(count);
            count = 0;
        }
        appender.Append(count);
        appender.Complete();
    }

    static void Set(DuckDbAppender appender, int column, int row, object? value)
    {
        switch (value)
        {
            case null or double.NaN:
                appender.SetNull(column, row);
                break;
            case string text:
                appender.SetText(column, row, text);
                break;
            case double number:
                appender.Set<double>(column, row, number);
                break;
            case float number:
                appender.Set<float>(column, row, number);
                break;
            case int number:
                appender.Set<int>(column, row, number);
                break;
            case sbyte number:
                appender.Set<sbyte>(column, row, number);
                break;
            case long number:
                appender.Set<long>(column, row, number);
                break;
            case Int128 number:
                appender.Set<Int128>(column, row, number);
                break;
            default:
                throw new ArgumentException($"{value.GetType()} in column {column}: expected text or a number.");
        }
    }
}
