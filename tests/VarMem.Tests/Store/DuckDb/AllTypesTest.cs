using VarMem.Store.DuckDb;

namespace VarMem.Tests.Store.DuckDb;

/// <summary>DuckDB's own table of every type: its smallest value, its largest and NULL.</summary>
public class AllTypesTest
{
    public static TheoryData<string, string, object?, object?> Columns => new()
    {
        { "bool", "BOOLEAN", false, true },
        { "tinyint", "TINYINT", sbyte.MinValue, sbyte.MaxValue },
        { "smallint", "SMALLINT", short.MinValue, short.MaxValue },
        { "int", "INTEGER", int.MinValue, int.MaxValue },
        { "bigint", "BIGINT", long.MinValue, long.MaxValue },
        { "hugeint", "HUGEINT", Int128.MinValue, Int128.MaxValue },
        { "utinyint", "UTINYINT", byte.MinValue, byte.MaxValue },
        { "usmallint", "USMALLINT", ushort.MinValue, ushort.MaxValue },
        { "uint", "UINTEGER", uint.MinValue, uint.MaxValue },
        { "ubigint", "UBIGINT", ulong.MinValue, ulong.MaxValue },
        { "uhugeint", "UHUGEINT", UInt128.MinValue, UInt128.MaxValue },
        { "float", "FLOAT", float.MinValue, float.MaxValue },
        { "double", "DOUBLE", double.MinValue, double.MaxValue },
        { "dec_4_1", "DECIMAL(4,1)", -999.9m, 999.9m },
        { "dec_9_4", "DECIMAL(9,4)", -99999.9999m, 99999.9999m },
        { "dec_18_6", "DECIMAL(18,6)", -999999999999.999999m, 999999999999.999999m },
        { "uuid", "UUID", Guid.Empty, new Guid("ffffffff-ffff-ffff-ffff-ffffffffffff") },
        { "varchar", "VARCHAR", "🦆🦆🦆🦆🦆🦆", "goo\0se" },
        { "blob", "BLOB", "thisisalongblob\0withnullbytes"u8.ToArray(), "\0\0\0a"u8.ToArray() },
        { "small_enum", "ENUM", "DUCK_DUCK_ENUM", "GOOSE" },
        { "medium_enum", "ENUM", "enum_0", "enum_299" },
        { "large_enum", "ENUM", "enum_0", "enum_69999" },
        { "int_array", "INTEGER[]", Array.Empty<object?>(), new object?[] { 42, 999, null, null, -42 } },
        { "varchar_array", "VARCHAR[]", Array.Empty<object?>(), new object?[] { "🦆🦆🦆🦆🦆🦆", "goose", null, "" } },
        {
            "nested_int_array", "INTEGER[][]", Array.Empty<object?>(),
            new object?[]
            {
                Array.Empty<object?>(), new object?[] { 42, 999, null, null, -42 }, null, Array.Empty<object?>(),
                new object?[] { 42, 999, null, null, -42 },
            }
        },
        {
            "struct", "STRUCT(a INTEGER, b VARCHAR)", new Dictionary<string, object?> { ["a"] = null, ["b"] = null },
            new Dictionary<string, object?> { ["a"] = 42, ["b"] = "🦆🦆🦆🦆🦆🦆" }
        },
        {
            "map", "MAP(VARCHAR, VARCHAR)", new Dictionary<object, object?>(),
            new Dictionary<object, object?> { ["key1"] = "🦆🦆🦆🦆🦆🦆", ["key2"] = "goose" }
        },
        { "fixed_int_array", "INTEGER[3]", new object?[] { null, 2, 3 }, new object?[] { 4, 5, 6 } },
        { "fixed_varchar_array", "VARCHAR[3]", new object?[] { "a", null, "c" }, new object?[] { "d", "e", "f" } },
        {
            "array_of_structs", "STRUCT(a INTEGER, b VARCHAR)[]", Array.Empty<object?>(),
            new object?[]
            {
                new Dictionary<string, object?> { ["a"] = null, ["b"] = null },
                new Dictionary<string, object?> { ["a"] = 42, ["b"] = "🦆🦆🦆🦆🦆🦆" },
                null,
            }
        },
    };

    [Theory]
    [MemberData(nameof(Columns))]
    public void GetValue_SmallestLargestAndNull_AsDotNetValue(string column, string typeName, object? smallest, object? largest)
    {
        using var connection = InMemory.Open();
        using var reader = connection.Query($"SELECT \"{column}\" FROM test_all_types()");
        Assert.Equal(typeName, reader.GetDataTypeName(0));
        foreach (var expected in new[] { smallest, largest })
        {
            Assert.True(reader.Read());
            Assert.Equal(expected, reader.GetValue(0));
            Assert.IsAssignableFrom(reader.GetFieldType(0), reader.GetValue(0));
        }
        Assert.True(reader.Read());
        Assert.True(reader.IsDBNull(0));
        Assert.Equal(DBNull.Value, reader.GetValue(0));
        Assert.False(reader.Read());
    }

    [Theory]
    [InlineData("date")]
    [InlineData("timestamp")]
    [InlineData("timestamp_s")]
    [InlineData("timestamp_ms")]
    [InlineData("timestamp_tz")]
    [InlineData("dec38_10")]
    public void GetValue_BeyondDotNet_ThrowsWithAdvice(string column)
    {
        using var connection = InMemory.Open();
        using var reader = connection.Query($"SELECT \"{column}\" FROM test_all_types()");
        reader.Read();
        var error = Assert.Throws<OverflowException>(() => reader.GetValue(0));
        Assert.Contains("cast it to VARCHAR", error.Message);
    }

    [Theory]
    [InlineData("bit")]
    [InlineData("time_tz")]
    [InlineData("union")]
    [InlineData("bignum")]
    public void GetValue_TypeWithoutCounterpart_ThrowsWithAdvice(string column)
    {
        using var connection = InMemory.Open();
        using var reader = connection.Query($"SELECT \"{column}\" FROM test_all_types()");
        reader.Read();
        var error = Assert.Throws<NotSupportedException>(() => reader.GetValue(0));
        Assert.EndsWith("are not read here: cast the column to VARCHAR in SQL.", error.Message);
    }

    [Fact]
    public void GetValue_DatesAndTimes_AsDotNet()
    {
        using var connection = InMemory.Open();
        using var reader = connection.Query(
            """
            SELECT DATE '2024-02-29', TIME '23:59:59.999999', TIMESTAMP '1969-12-31 23:59:59.999999', TIMESTAMP_S '2024-02-29 12:00:01',
                TIMESTAMP_MS '2024-02-29 12:00:01.5', TIMESTAMP_NS '1969-12-31 23:59:59.9999999', TIMESTAMPTZ '2024-02-29 12:00:00+02',
                INTERVAL '2 days 3 hours', INTERVAL '14 months -1 day'
            """);
        reader.Read();
        Assert.Equal(new DateOnly(2024, 2, 29), reader.GetValue(0));
        Assert.Equal(new DateTime(2024, 2, 29), reader.GetDateTime(0));
        Assert.Equal(new TimeOnly(23, 59, 59, 999, 999), reader.GetValue(1));
        Assert.Equal(DateTime.UnixEpoch.AddMicroseconds(-1), reader.GetValue(2));
        Assert.Equal(new DateTime(2024, 2, 29, 12, 0, 1), reader.GetValue(3));
        Assert.Equal(new DateTime(2024, 2, 29, 12, 0, 1, 500), reader.GetValue(4));
        Assert.Equal(DateTime.UnixEpoch.AddTicks(-1), reader.GetValue(5));
        Assert.Equal(new DateTimeOffset(2024, 2, 29, 10, 0, 0, TimeSpan.Zero), reader.GetFieldValue<DateTimeOffset>(6));
        Assert.Equal(new TimeSpan(2, 3, 0, 0), reader.GetValue(7));
        Assert.Equal(new DuckDbInterval(14, -1, 0), reader.GetFieldValue<DuckDbInterval>(8));
        Assert.Contains("has months", Assert.Throws<InvalidCastException>(() => reader.GetValue(8)).Message);
    }
}
