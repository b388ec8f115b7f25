using VarMem.Store.DuckDb;

namespace VarMem.Tests.Store.DuckDb;

public class SqlLinesTest
{
    /// <summary>The line of the word that is wrong where DuckDB points at it, else that of the statement.</summary>
    [Theory]
    [InlineData("SELECT\n  nope", 2)]
    [InlineData("-- a\n\nSELECT 1;\nSELEC 2", 4)]
    [InlineData("-- a; b\nSELECT ';'; -- c\n\n/* d;\n */ SELECT\n nope FROM range(3)", 5)]
    [InlineData("CREATE TABLE t AS SELECT 1 AS a;\n\n-- e\nSELECT a FROM t;\nSELECT 'x'::INTEGER FROM t", 5)]
    [InlineData("SELECT $$;;$$;\nSELECT error('no')", 2)]
    public void Run_Failing_HasItsLine(string sql, int line)
    {
        using var connection = new DuckDbConnection();
        connection.Open();
        var error = Assert.Throws<DuckDbException>(() => connection.Run(sql));
        Assert.Equal(line, error.Line);
        Assert.StartsWith($"own.sql:{line}: ", error.InFile("own.sql").Message, StringComparison.Ordinal);
    }
}
