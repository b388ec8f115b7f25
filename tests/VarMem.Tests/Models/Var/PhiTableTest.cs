using VarMem.Models.Var;

namespace VarMem.Tests.Models.Var;

public class PhiTableTest
{
    /// <summary>Scales 2 and 7 of ten lie half-way between two ticks: rounding in float64 decides them, in the published code as here.</summary>
    [Theory]
    [InlineData(10, 4, new[] { 0, 0, 1, 1, 1, 2, 2, 3, 3, 3 })]
    [InlineData(6, 4, new[] { 0, 0, 1, 2, 3, 3 })]
    [InlineData(6, 1, new[] { 0, 0, 0, 0, 0, 0 })]
    [InlineData(10, 10, new[] { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 })]
    [InlineData(6, 6, new[] { 0, 1, 2, 3, 4, 5 })]
    public void Indices_EqualThePublishedTable(int scales, int count, int[] expected) => Assert.Equal(expected, PhiTable.Indices(scales, count));
}
