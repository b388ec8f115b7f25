using VarMem.Store.DuckDb.Vectors;

namespace VarMem.Store.DuckDb;

/// <summary>The values of the present row. A typed getter of the column's own type neither boxes nor converts.</summary>
public sealed partial class DuckDbDataReader
{
    public override object this[int ordinal] => GetValue(ordinal);
    public override object this[string name] => GetValue(GetOrdinal(name));

    public override bool IsDBNull(int ordinal) => Column(ordinal).IsNull(Row());

    public override object GetValue(int ordinal) => Column(ordinal).GetValueOrNull(Row()) ?? DBNull.Value;

    public override int GetValues(object[] values)
    {
        var count = Math.Min(values.Length, FieldCount);
        for (var i = 0; i < count; i++)
            values[i] = GetValue(i);
        return count;
    }

    /// <summary>
    /// The value as its own type, as a number type that holds it, for a list as an array of its elements' type,
    /// or as <c>T?</c>, which alone takes a NULL.
    /// </summary>
    public override T GetFieldValue<T>(int ordinal)
    {
        var column = Column(ordinal);
        var row = Row();
        if (column.IsNull(row))
            return default(T) is null && typeof(T).IsValueType ? default! : throw Throw.NullValue(GetName(ordinal));
        return column is VectorReader<T> own ? own.Read(row) : column.Convert<T>(row);
    }

    public override bool GetBoolean(int ordinal) => GetFieldValue<bool>(ordinal);
    public override byte GetByte(int ordinal) => GetFieldValue<byte>(ordinal);
    public override short GetInt16(int ordinal) => GetFieldValue<short>(ordinal);
    public override int GetInt32(int ordinal) => GetFieldValue<int>(ordinal);
    public override long GetInt64(int ordinal) => GetFieldValue<long>(ordinal);
    public override float GetFloat(int ordinal) => GetFieldValue<float>(ordinal);
    public override double GetDouble(int ordinal) => GetFieldValue<double>(ordinal);
    public override decimal GetDecimal(int ordinal) => GetFieldValue<decimal>(ordinal);
    public override string GetString(int ordinal) => GetFieldValue<string>(ordinal);
    public override DateTime GetDateTime(int ordinal) => GetFieldValue<DateTime>(ordinal);
    public override Guid GetGuid(int ordinal) => GetFieldValue<Guid>(ordinal);

    public override char GetChar(int ordinal) =>
        GetString(ordinal) is [var only] ? only : throw Throw.NoConversion(Column(ordinal), typeof(char));

    public override long GetBytes(int ordinal, long dataOffset, byte[]? buffer, int bufferOffset, int length) =>
        Copy(GetFieldValue<byte[]>(ordinal), dataOffset, buffer, bufferOffset, length);

    public override long GetChars(int ordinal, long dataOffset, char[]? buffer, int bufferOffset, int length) =>
        Copy(GetString(ordinal).ToCharArray(), dataOffset, buffer, bufferOffset, length);

    /// <returns>How many were copied; without a buffer, how many there are.</returns>
    static long Copy<T>(T[] source, long offset, T[]? buffer, int bufferOffset, int length)
    {
        if (buffer is null)
            return source.Length;
        var count = (int)Math.Clamp(source.Length - offset, 0, Math.Min(length, buffer.Length - bufferOffset));
        Array.Copy(source, offset, buffer, bufferOffset, count);
        return count;
    }

    int Row() => _row >= 0 && _row < (_current?.ChunkRows ?? 0) ? _row : throw Throw.NoRow();
}
