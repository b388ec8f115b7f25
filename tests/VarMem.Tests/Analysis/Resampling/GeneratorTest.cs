using VarMem.Analysis.Resampling;

namespace VarMem.Tests.Analysis.Resampling;

public class GeneratorTest
{
    [Fact]
    public void Next_DependsOnPurposeSeedAndDrawAlone()
    {
        var first = new Generator("a", 7, 3).Next();
        Assert.Equal(first, new Generator("a", 7, 3).Next());
        Assert.NotEqual(first, new Generator("b", 7, 3).Next());
        Assert.NotEqual(first, new Generator("a", 8, 3).Next());
        Assert.NotEqual(first, new Generator("a", 7, 4).Next());
    }

    /// <summary>Fixed for good: results that were published must come again.</summary>
    [Fact]
    public void Next_GivesTheNumbersItAlwaysGave()
    {
        var generator = new Generator("train_val permutation", 0, 0);
        Assert.Equal((609077144782917687UL, 17384911315534398893UL), (generator.Next(), generator.Next()));
    }

    /// <summary>Chi-squared over 6 cells has a mean of 5 and exceeds 20.5 once in a thousand.</summary>
    [Fact]
    public void Below_IsUniform_OverTheDraws()
    {
        var counts = new int[6];
        for (var draw = 0; draw < 60_000; draw++)
            counts[new Generator("dice", 1, draw).Below(6)]++;
        Assert.True(counts.Sum(count => (count - 10_000.0) * (count - 10_000) / 10_000) < 20.5);
    }

    /// <summary>Each of the 24 orders of four items comes as often as the others.</summary>
    [Fact]
    public void Choose_AllOrders_AreAsLikely()
    {
        var counts = new Dictionary<string, int>();
        for (var draw = 0; draw < 48_000; draw++)
        {
            char[] items = ['a', 'b', 'c', 'd'];
            new Generator("orders", 1, draw).Choose<char>(items, 4);
            counts[new string(items)] = counts.GetValueOrDefault(new string(items)) + 1;
        }
        Assert.Equal(24, counts.Count);
        Assert.True(counts.Values.Sum(count => (count - 2000.0) * (count - 2000) / 2000) < 49.7); // 23 degrees of freedom, p = 0.001
    }
}
