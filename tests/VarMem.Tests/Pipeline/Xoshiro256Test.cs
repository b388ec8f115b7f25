using VarMem.Pipeline;

namespace VarMem.Tests.Pipeline;

public class Xoshiro256Test
{
    /// <summary>The first numbers of the published generator from the state 1, 2, 3, 4.</summary>
    [Fact]
    public void Next_IsXoshiro256StarStar()
    {
        var generator = new Xoshiro256(1, 2, 3, 4);
        Assert.Equal(
            (11520UL, 0UL, 1509978240UL, 1215971899390074240UL),
            (generator.Next(), generator.Next(), generator.Next(), generator.Next()));
    }
}
