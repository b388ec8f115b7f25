using System.Data;
using VarMem.Store.DuckDb;

namespace VarMem.Tests.Store.DuckDb;

public class DuckDbDataReaderTest
{
    [Fact]
    public void Read_ManyChunks_GivesEveryRowInOrder()
    {
        const int rows = 300_000;
        using var connection = InMemory.Open();
        using var reader = connection.Query($"SELECT i::INTEGER, CASE WHEN i % 3 <> 0 THEN 'row ' || i END FROM range({rows}) t(i)");
        for (var i = 0; i < rows; i++)
        {
            Assert.True(reader.Read());
            Assert.Equal(i, reader.GetInt32(0));
            Assert.Equal(i % 3 == 0, reader.IsDBNull(1));
            if (i % 3 != 0)
                Assert.Equal($"row {i}", reader.GetString(1));
        }
        Assert.False(reader.Read());
        Assert.False(reader.Read());
    }

    [Fact]
    public void Read_EndlessQuery_Streams()
    {
        using var connection = InMemory.Open();
        using var reader = connection.Query("SELECT i FROM range(1000000000000) t(i)");
        for (var i = 0; i < 10_000; i++)
        {
            Assert.True(reader.Read());
            Assert.Equal(i, reader.GetInt64(0));
        }
    }

    [Fact]
    public void Read_TypedGetters_AllocateNothing()
    {
        using var connection = InMemory.Open();
        using var reader = connection.Query(
            "SELECT i::INTEGER, i::FLOAT, i::DOUBLE, DATE '2024-01-01', i::DECIMAL(9,1), i % 2 = 0 FROM range(2000) t(i)");
        reader.Read();
        Sum(reader);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var sum = 0.0;
        for (var i = 0; i < 1000; i++)
        {
            reader.Read();
            sum += Sum(reader);
        }
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(sum > 0);

        static double Sum(DuckDbDataReader reader) =>
            reader.GetInt32(0) + reader.GetInt64(0) + reader.GetFloat(1) + reader.GetDouble(2) + reader.GetDateTime(3).Day
            + (double)reader.GetDecimal(4) + (reader.GetBoolean(5) ? 1 : 0);
    }

    [Fact]
    public void NextResult_SeveralQueries_WalksThem()
    {
        using var connection = InMemory.Open();
        using var reader = connection.Query(
            "CREATE TABLE t(a INTEGER); SELECT 1 AS first; INSERT INTO t VALUES (1), (2); SELECT a AS second FROM t; SELECT 3");
        Assert.Equal(2, reader.RecordsAffected);
        Assert.Equal("first", reader.GetName(0));
        Assert.True(reader.Read());
        Assert.Equal(1, reader.GetInt32(0));
        Assert.True(reader.NextResult());
        Assert.Equal("second", reader.GetName(0));
        Assert.True(reader.Read() && reader.Read());
        Assert.Equal(2, reader.GetInt32(0));
        Assert.False(reader.Read());
        Assert.True(reader.NextResult());
        Assert.False(reader.NextResult());
        Assert.Equal(0, reader.FieldCount);
    }

    [Fact]
    public void HasRows_EmptyResult_IsFalse()
    {
        using var connection = InMemory.Open();
        using var reader = connection.Query("SELECT 1 AS a WHERE false");
        Assert.False(reader.HasRows);
        Assert.Equal(1, reader.FieldCount);
        Assert.False(reader.Read());
        Assert.Contains("stands on no row", Assert.Throws<InvalidOperationException>(() => reader.GetValue(0)).Message);
    }

    [Fact]
    public void GetFieldValue_NumberThatFits_Converts()
    {
        using var connection = InMemory.Open();
        using var reader = connection.Query("SELECT 42::HUGEINT, 1e10::DOUBLE, 300::BIGINT, NULL::INTEGER, 1.5::DECIMAL(38,10)");
        reader.Read();
        Assert.Equal(42, reader.GetInt64(0));
        Assert.Equal((byte)42, reader.GetByte(0));
        Assert.Equal(42.0, reader.GetDouble(0));
        Assert.Equal(42, reader.GetFieldValue<Int128>(0));
        Assert.Null(reader.GetFieldValue<int?>(3));
        Assert.Equal(1.5m, reader.GetDecimal(4));
        Assert.Equal(1.5, reader.GetDouble(4));
        Assert.Equal("The BIGINT 300 does not fit System.Byte.", Assert.Throws<OverflowException>(() => reader.GetByte(2)).Message);
        Assert.Contains(
            "A value of type DOUBLE is not read as System.Int64",
            Assert.Throws<InvalidCastException>(() => reader.GetInt64(1)).Message);
        Assert.Contains("'CAST(NULL AS INTEGER)' is NULL", Assert.Throws<InvalidCastException>(() => reader.GetInt32(3)).Message);
    }

    [Fact]
    public void GetFieldValue_ListsAndArrays_AsTypedArrays()
    {
        using var connection = InMemory.Open();
        using var reader = connection.Query(
            "SELECT [i::FLOAT, i + 0.5], ['a', NULL], [i, NULL], [i, i + 1]::INTEGER[2] FROM range(3000) t(i)");
        for (var i = 0; i < 3000; i++)
        {
            reader.Read();
            Assert.Equal([i, i + 0.5f], reader.GetFieldValue<float[]>(0));
            Assert.Equal(new[] { "a", null }, reader.GetFieldValue<string[]>(1));
            Assert.Equal([i, i + 1], reader.GetFieldValue<int[]>(3));
        }
        Assert.Contains("holds a NULL", Assert.Throws<InvalidCastException>(() => reader.GetFieldValue<long[]>(2)).Message);
        Assert.Contains(
            "is not read as System.Int64[]",
            Assert.Throws<InvalidCastException>(() => reader.GetFieldValue<long[]>(3)).Message);
    }

    [Fact]
    public void GetOrdinal_Unknown_NamesTheColumns()
    {
        using var connection = InMemory.Open();
        using var reader = connection.Query("SELECT 1 AS image_id, 2 AS mu");
        Assert.Equal(1, reader.GetOrdinal("MU"));
        var error = Assert.Throws<IndexOutOfRangeException>(() => reader.GetOrdinal("image"));
        Assert.Equal("The result has no column 'image'; it has: image_id, mu.", error.Message);
    }

    [Fact]
    public void GetBytesAndChars_Part_IsCopied()
    {
        using var connection = InMemory.Open();
        using var reader = connection.Query("SELECT 'abcdef'::BLOB, 'abcdef', 'x'");
        reader.Read();
        var bytes = new byte[3];
        Assert.Equal(6, reader.GetBytes(0, 0, null, 0, 0));
        Assert.Equal(2, reader.GetBytes(0, 4, bytes, 1, 3));
        Assert.Equal("\0ef"u8.ToArray(), bytes);
        var chars = new char[2];
        Assert.Equal(2, reader.GetChars(1, 1, chars, 0, 2));
        Assert.Equal(['b', 'c'], chars);
        Assert.Equal('x', reader.GetChar(2));
    }

    [Fact]
    public void DataTable_Load_TakesColumnsAndRows()
    {
        using var connection = InMemory.Open();
        using var reader = connection.Query("SELECT i AS id, CASE WHEN i <> 1 THEN 'n' || i END AS name, i / 2 AS half FROM range(3) t(i)");
        var table = new DataTable();
        table.Load(reader);
        Assert.Equal(["id", "name", "half"], table.Columns.Cast<DataColumn>().Select(c => c.ColumnName));
        Assert.Equal([typeof(long), typeof(string), typeof(double)], table.Columns.Cast<DataColumn>().Select(c => c.DataType));
        Assert.Equal([0L, "n0", 0.0], table.Rows[0].ItemArray);
        Assert.Equal([1L, DBNull.Value, 0.5], table.Rows[1].ItemArray);
        Assert.Equal(3, table.Rows.Count);
    }
}
