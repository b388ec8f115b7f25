using FsCheck;
using FsCheck.Fluent;
using VarMem.Analysis.Similarity;

namespace VarMem.Tests.Analysis.Similarity;

/// <summary>Rows of table similarity against the equations.</summary>
public class GenerationSimilarityTest
{
    static readonly int[] Sides = [1, 2];

    static readonly float[][] Embeddings = [[1, 0, 2], [-0.5f, 3, 0], [0, 0, 0], [2, 0, 4]];

    [Fact]
    public void Of_AnyPictures_EqualsBruteForce() => Prop.ForAll(Pictures.Pairs, pair =>
    {
        var (generated, gallery) = pair;
        if (gallery.Values.Length == 0)
            return;
        Continuation[] continuations = [.. generated.Values.Select((values, i) => new Continuation(
            100 + i, 7 * Image(i), i % 2, new(values, Embeddings[i % 4]), [i, 1, 2, 3, 4],
            new(gallery.Values[Image(i)], Embeddings[i % 3]), new(gallery.Values[Other(i)]), [0, 1, i, 3, 9]))];
        using var tiled = gallery.Tiled();
        var found = GenerationSimilarity.Of(continuations, new([.. gallery.Values.Select((_, i) => i)], tiled), Sides);

        var expected = continuations.Index().SelectMany(one => (SimilarityRow[])
        [
            .. Distances(one.Index, "decoded", Other(one.Index)),
            Row(one.Index, "decoded", "token_agreement", one.Index % 2 == 0
                ? ((one.Index == 0 ? 1 : 0) + (one.Index == 2 ? 1 : 0) + 2) / 5.0
                : (2 + (one.Index == 2 ? 1 : 0)) / 4.0),
            .. Distances(one.Index, "image", Image(one.Index)),
            Row(one.Index, "image", "cosine", Angle(Embeddings[one.Index % 4], Embeddings[one.Index % 3])),
        ]).ToArray();
        Assert.Equal(expected.Select(row => row with { Value = 0 }), found.Select(row => row with { Value = 0 }));
        Assert.All(expected.Zip(found), both => Assert.Equal(both.First.Value, both.Second.Value, 2e-5));

        int Image(int i) => i % gallery.Values.Length;
        int Other(int i) => (i + 1) % gallery.Values.Length;
        SimilarityRow Row(int i, string reference, string measure, double value) => new(100 + i, 7 * Image(i), reference, measure, value);
        SimilarityRow[] Distances(int i, string reference, int image)
        {
            var l2 = generated.Distance(i, gallery, image, DistanceKind.L2);
            var nearest = Enumerable.Range(0, gallery.Values.Length).Select(other => generated.Distance(i, gallery, other, DistanceKind.L2)).Order().Take(50).Average();
            return
            [
                Row(i, reference, "l2", l2),
                Row(i, reference, "tiled_l2", generated.Distance(i, gallery, image, DistanceKind.TiledL2)),
                Row(i, reference, "relative_l2", l2 == 0 ? 0 : l2 / nearest),
            ];
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Nearest_AnyPictures_EqualsBruteForce() => Prop.ForAll(Pictures.Pairs, pair =>
    {
        var (samples, gallery) = pair;
        (int, ComparedPicture)[] generated = [.. samples.Values.Select((values, i) => (30 + i, new ComparedPicture(values, Embeddings[i % 4])))];
        using var tiled = gallery.Tiled();
        var images = new Gallery([.. gallery.Values.Select((_, i) => 5 * i)], tiled, [.. gallery.Values.Select((_, i) => Embeddings[(i + 1) % 4])]);
        var found = GenerationSimilarity.Nearest(generated, images, image => image % 3 != 1, "nearest_val").ToList();

        Assert.Equal(gallery.Values.Length == 0 ? 0 : 3 * generated.Length, found.Count);
        foreach (var row in found)
        {
            var values = Enumerable.Range(0, gallery.Values.Length).Where(image => image % 3 != 1).Select(image => Value(row, image)).ToArray();
            Assert.NotEqual(1, row.ImageId / 5 % 3);
            Assert.Equal("nearest_val", row.Reference);
            Assert.Equal(row.Measure == "cosine" ? values.Max() : values.Min(), row.Value, 1e-6);
            Assert.Equal(row.Value, Value(row, row.ImageId / 5), 1e-6);
        }

        double Value(SimilarityRow row, int image) => row.Measure == "cosine"
            ? Angle(Embeddings[(row.GenerationId - 30) % 4], Embeddings[(image + 1) % 4])
            : samples.Distance(row.GenerationId - 30, gallery, image, row.Measure == "l2" ? DistanceKind.L2 : DistanceKind.TiledL2);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void OfTokens_CountsScalesThatWereNotGiven()
    {
        var picture = new ComparedPicture([0]);
        Continuation[] continuations = [new(4, 9, 1, picture, [1, 2, 3, 4, 5], picture, picture, [1, 2, 3, 4, 0]), new(5, 9, 0, picture, [7, 0, 0, 0, 0], picture, picture, [7, 1, 1, 1, 1])];
        Assert.Equal(
            [new TokenAgreementRow(4, 1, 0.75), new TokenAgreementRow(5, 0, 1), new TokenAgreementRow(5, 1, 0)],
            GenerationSimilarity.OfTokens(continuations, Sides));
    }

    static double Angle(float[] a, float[] b)
    {
        var lengths = Math.Sqrt(a.Sum(x => x * x) * b.Sum(x => x * x));
        return lengths == 0 ? 0 : a.Zip(b, (x, y) => x * y).Sum() / lengths;
    }
}
