using FsCheck;
using FsCheck.Fluent;
using VarMem.Analysis.Activations;

namespace VarMem.Tests.Analysis.Activations;

public class RadixSortTest
{
    /// <summary>Against a stable sort; ties, zeros and the extremes of floats among the values; one instance sorts again and again.</summary>
    [Fact]
    public void Sort_IsStableAndRising()
    {
        var sort = new RadixSort(200);
        Prop.ForAll(Gen.Elements(0, 1e-45f, 0.5f, 1, 1.0000001f, 3, 1e10f, float.MaxValue).ArrayOf().ToArbitrary(), values =>
        {
            values = values[..Math.Min(200, values.Length)];
            sort.Sort(values);
            var expected = values.Index().OrderBy(value => value.Item).ToList();
            return sort.Count == values.Length
                && expected.Index().All(value => (sort.Row(value.Index), sort.Value(value.Index)) == (value.Item.Index, value.Item.Item));
        }).QuickCheckThrowOnFailure();
    }
}
