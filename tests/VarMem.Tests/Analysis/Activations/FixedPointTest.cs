using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using VarMem.Analysis.Activations;

namespace VarMem.Tests.Analysis.Activations;

public class FixedPointTest
{
    /// <summary>Any floats from 2^-100 to 2^48, in runs longer than a vector and than a run of sums, against whole numbers of any size.</summary>
    [Fact]
    public void Sum_EqualsBigIntegers() => Prop.ForAll(
        Gen.Choose(int.MinValue, int.MaxValue).Two().ToArbitrary(), seeds =>
        {
            var random = new Random(seeds.Item1);
            var (lowest, highest) = seeds.Item2 % 2 == 0 ? (-100, 48) : (-45, 16);
            var values = new float[random.Next(3) switch { 0 => random.Next(20), 1 => random.Next(300), _ => random.Next(9000) }];
            foreach (ref var value in values.AsSpan())
                value = random.Next(10) == 0 ? 0 : (float)((1 + random.NextDouble()) * Math.Pow(2, random.Next(lowest, highest)));
            var expected = values.Aggregate(BigInteger.Zero, (sum, value) => sum + Whole(value));
            return (BigInteger)FixedPoint.Sum(values) == expected;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void ToDouble_IsTheSum() => Assert.Equal(3.75, FixedPoint.ToDouble(FixedPoint.Sum([1.25f, 2.5f])));

    /// <summary>value · 2^64 to the nearest whole number, ties to even: doubles hold the product.</summary>
    static BigInteger Whole(float value) => new(Math.Round(value * Math.Pow(2, 64), MidpointRounding.ToEven));
}
