using VarMem.Analysis.Similarity;

namespace VarMem.Tests.Analysis.Similarity;

/// <summary>
/// What tiles are for: 10,000 made-up generations, each a small object on white, and 100 training images like them. One generation is a
/// training image with a little noise.
/// </summary>
public class PlantedCopyTest
{
    const int Side = 32, Copy = 6_789, Original = 42;

    /// <summary>That of Carlini et al. for l2 on CIFAR-10 and for tiles on Stable Diffusion.</summary>
    const float Threshold = 0.15f;

    [Fact]
    public void Nearest_TiledL2_FindsTheCopyAlone()
    {
        var (generations, training) = MakeUp();
        using (generations)
        using (training)
        {
            var nearest = NearestImages.Of(generations, training, DistanceKind.TiledL2);
            var copies = nearest.Index().Where(one => one.Item[0].Distance < Threshold).ToArray();
            Assert.Equal([(Copy, Original)], copies.Select(one => (one.Index, one.Item[0].Image)));
        }
    }

    [Fact]
    public void Nearest_L2_TakesTheWhiteForACopy()
    {
        var (generations, training) = MakeUp();
        using (generations)
        using (training)
            Assert.All(NearestImages.Of(generations, training, DistanceKind.L2), one => Assert.InRange(one[0].Distance, 0, Threshold));
    }

    static (TiledImages Generations, TiledImages Training) MakeUp()
    {
        var random = new Random(7);
        var (generations, training) = (new TiledImages(10_000, new(3, Side, Side)), new TiledImages(100, new(3, Side, Side)));
        for (var i = 0; i < training.Count; i++)
        {
            var image = ObjectOnWhite(random);
            training.Set(i, image);
            if (i == Original)
                generations.Set(Copy, [.. image.Select(value => Math.Clamp(value + 0.06f * (random.NextSingle() - 0.5f), 0, 1))]);
        }
        for (var i = 0; i < generations.Count; i++)
            if (i != Copy)
                generations.Set(i, ObjectOnWhite(random));
        return (generations, training);
    }

    /// <summary>5 × 5 pixels of any colours within one of the tiles.</summary>
    static float[] ObjectOnWhite(Random random)
    {
        var image = new float[3 * Side * Side];
        Array.Fill(image, 1);
        var (top, left) = (random.Next(4) * 8 + random.Next(4), random.Next(4) * 8 + random.Next(4));
        for (var channel = 0; channel < 3; channel++)
            for (var y = top; y < top + 5; y++)
                for (var x = left; x < left + 5; x++)
                    image[(channel * Side + y) * Side + x] = random.NextSingle();
        return image;
    }
}
