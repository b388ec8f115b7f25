using System.Numerics;
using System.Text;
using System.Text.Json;
using VarMem.Charts;

namespace VarMem.Tests.Charts;

public class RowsTest
{
    static string Json(Rows rows)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
            rows.WriteTo(json);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    [Theory]
    [InlineData(null, "null")]
    [InlineData(true, "true")]
    [InlineData(-3, "-3")]
    [InlineData(0.1, "0.1")]
    [InlineData(1e300, "1E+300")]
    [InlineData(0.1f, "0.1")]
    [InlineData(double.NaN, "null")]
    [InlineData(float.NegativeInfinity, "null")]
    [InlineData("a\nb", "\"a\\nb\"")]
    [InlineData(new[] { 1, 2 }, "[1,2]")]
    public void WriteTo_Values(object? value, string expected) =>
        Assert.Equal($"[{{\"v\":{expected}}}]", Json(new([new("v", typeof(object))], [[value]])));

    [Fact]
    public void WriteTo_BigNumbersAndTimes() => Assert.Equal(
        """[{"a":170141183460469231731687303715884105727,"b":"2024-02-29T12:00:00","c":1.50}]""",
        Json(new([new("a", typeof(BigInteger)), new("b", typeof(DateTime)), new("c", typeof(decimal))],
            [[BigInteger.Parse("170141183460469231731687303715884105727"), new DateTime(2024, 2, 29, 12, 0, 0), 1.50m]])));

    [Fact]
    public void Query_KeepsNamesTypesAndNulls()
    {
        using var connection = SmallDatabase.Open();
        var rows = Rows.Query(connection, "select 1 as one, null::double as two, 'x' as \"a.b\"");
        Assert.Equal([new("one", typeof(int)), new("two", typeof(double)), new("a.b", typeof(string))], rows.Columns);
        Assert.Equal([1, null, "x"], rows.Values.Single());
        Assert.Equal((2, -1), (rows.IndexOf("a.b"), rows.IndexOf("b")));
    }

    [Fact]
    public void ByPart_SplitsInOrderOfAppearance()
    {
        Column[] columns = [new("part", typeof(string)), new("n", typeof(int))];
        var parts = new Rows(columns, [["b", 1], ["a", 2], ["b", 3]]).ByPart();
        Assert.Equal(["b: 1 3", "a: 2"], parts.Select(part => $"{part.Part}: {string.Join(' ', part.Rows.Values.Select(row => row[1]))}"));
        Assert.Equal([null], new Rows([columns[1]], [[1], [2]]).ByPart().Select(part => part.Part));
    }
}
