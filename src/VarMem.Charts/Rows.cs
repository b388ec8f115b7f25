using System.Collections;
using System.Data.Common;
using System.Globalization;
using System.Numerics;
using System.Text.Json;

namespace VarMem.Charts;

/// <summary>A column of a query's result.</summary>
public readonly record struct Column(string Name, Type Type)
{
    internal bool IsInteger => Type == typeof(BigInteger) || Type == typeof(Int128) || Type == typeof(UInt128)
        || Type.GetTypeCode(Type) is >= TypeCode.SByte and <= TypeCode.UInt64;

    internal bool IsNumber => IsInteger || Type.GetTypeCode(Type) is TypeCode.Single or TypeCode.Double or TypeCode.Decimal;

    internal bool IsTime => Type == typeof(DateTime) || Type == typeof(DateTimeOffset) || Type == typeof(DateOnly);
}

/// <summary>The rows of a query, all of them, to be drawn. A value is null where the database has NULL.</summary>
public sealed record Rows(IReadOnlyList<Column> Columns, IReadOnlyList<object?[]> Values)
{
    /// <param name="parameters">Values for <c>$name</c> in the query.</param>
    public static Rows Query(DbConnection connection, string sql, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }
        using var reader = command.ExecuteReader();
        Column[] columns = [.. Enumerable.Range(0, reader.FieldCount).Select(i => new Column(reader.GetName(i), reader.GetFieldType(i)))];
        var values = new List<object?[]>();
        while (reader.Read())
            values.Add([.. Enumerable.Range(0, columns.Length).Select(i => reader.IsDBNull(i) ? null : reader.GetValue(i))]);
        return new(columns, values);
    }

    /// <summary>The rows of a figure's query, which reads the result tables.</summary>
    internal static Rows QueryFigure(DbConnection connection, string name, string sql)
    {
        try
        {
            return Query(connection, sql);
        }
        catch (DbException e)
        {
            throw Throw.FigureQuery(name, e);
        }
    }

    /// <summary>Position of a column, -1 where there is none.</summary>
    public int IndexOf(string column)
    {
        for (var i = 0; i < Columns.Count; i++)
        {
            if (Columns[i].Name == column)
                return i;
        }
        return -1;
    }

    /// <summary>A row's value in a column of texts; null where it, or the column, is missing.</summary>
    internal string? Text(int row, string column) => IndexOf(column) is >= 0 and var i ? Values[row][i] as string : null;

    internal Rows Without(string column)
    {
        var i = IndexOf(column);
        return i < 0 ? this : new(
            [.. Columns.Where((_, at) => at != i)], [.. Values.Select(row => row.Where((_, at) => at != i).ToArray())]);
    }

    /// <summary>
    /// The rows of each part of the model (transformer, tokenizer), in order of first appearance; all under null where there is no
    /// column part.
    /// </summary>
    public IEnumerable<(string? Part, Rows Rows)> ByPart()
    {
        var part = IndexOf("part");
        return Values
            .GroupBy(row => part < 0 ? null : row[part] as string)
            .Select(group => (group.Key, new Rows(Columns, [.. group])));
    }

    /// <summary>Writes an array with one object a row; numbers that JSON does not know become null.</summary>
    internal void WriteTo(Utf8JsonWriter json)
    {
        json.WriteStartArray();
        foreach (var row in Values)
        {
            json.WriteStartObject();
            for (var i = 0; i < row.Length; i++)
            {
                json.WritePropertyName(Columns[i].Name);
                WriteValue(json, row[i]);
            }
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    static void WriteValue(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null or float.NaN or float.PositiveInfinity or float.NegativeInfinity:
            case double.NaN or double.PositiveInfinity or double.NegativeInfinity:
                json.WriteNullValue();
                break;
            case bool flag:
                json.WriteBooleanValue(flag);
                break;
            case string text:
                json.WriteStringValue(text);
                break;
            case DateTime time:
                json.WriteStringValue(time);
                break;
            case IFormattable number when new Column("", value.GetType()).IsNumber:
                json.WriteRawValue(number.ToString(null, CultureInfo.InvariantCulture));
                break;
            case IFormattable other:
                json.WriteStringValue(other.ToString(null, CultureInfo.InvariantCulture));
                break;
            case IEnumerable list:
                json.WriteStartArray();
                foreach (var item in list)
                    WriteValue(json, item);
                json.WriteEndArray();
                break;
            default:
                json.WriteStringValue(value.ToString());
                break;
        }
    }
}
