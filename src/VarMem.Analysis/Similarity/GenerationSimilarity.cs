namespace VarMem.Analysis.Similarity;

/// <summary>What generated images have in common with images: rows of tables similarity and token_agreement, as these explain them.</summary>
public static class GenerationSimilarity
{
    /// <summary>Continuations against the image itself and against what the decoder makes of its tokens.</summary>
    /// <param name="continuations">Any number, whose pictures are of one shape.</param>
    /// <param name="images">All images of the database, of which the nearest are the scale of relative_l2.</param>
    /// <param name="sides">Sides of the scales.</param>
    public static IReadOnlyList<SimilarityRow> Of(
        IReadOnlyList<Continuation> continuations, Gallery images, IReadOnlyList<int> sides, CancellationToken cancellation = default)
    {
        using var generated = TiledImages.Of([.. continuations.Select(one => one.Generated.Values)], images.Images.Grid);
        using var itself = TiledImages.Of([.. continuations.Select(one => one.Image.Values)], images.Images.Grid);
        using var decoded = TiledImages.Of([.. continuations.Select(one => one.Decoded.Values)], images.Images.Grid);
        var nearest = NearestImages.Of(generated, images.Images, DistanceKind.L2, RelativeDistance.Neighbours, cancellation: cancellation);
        var rows = new List<SimilarityRow>();
        for (var i = 0; i < continuations.Count; i++)
        {
            var one = continuations[i];
            Compare(i, "decoded", decoded, one.Decoded);
            if (TokenAgreement.Of(one.Tokens, one.ImageTokens, sides, one.GivenScales).Overall is { } share) Add("decoded", "token_agreement", share);
            Compare(i, "image", itself, one.Image);

            void Compare(int number, string reference, TiledImages references, ComparedPicture picture)
            {
                var l2 = PairDistance.Of<L2>(generated, number, references, number);
                Add(reference, "l2", l2);
                Add(reference, "tiled_l2", PairDistance.Of<TiledL2>(generated, number, references, number));
                Add(reference, "relative_l2", RelativeDistance.Of(l2, nearest[number]));
                if (one.Generated.Embedding is { } a && picture.Embedding is { } b) Add(reference, "cosine", Cosine.Of(a, b));
            }

            void Add(string reference, string measure, double value) => rows.Add(new(one.GenerationId, one.ImageId, reference, measure, value));
        }
        return rows;
    }

    /// <summary>The share of equal tokens of each scale that was not given.</summary>
    public static IEnumerable<TokenAgreementRow> OfTokens(IReadOnlyList<Continuation> continuations, IReadOnlyList<int> sides) =>
        from one in continuations
        from scale in TokenAgreement.Of(one.Tokens, one.ImageTokens, sides, one.GivenScales).Scales
        select new TokenAgreementRow(one.GenerationId, scale.Scale, scale.Share);

    /// <summary>Of each free sample the nearest image by each measure, the first of several; none where no image counts.</summary>
    /// <param name="samples">Their generation_ids and what they look like, with embeddings where the images have any.</param>
    /// <param name="images">Of which the nearest are looked for.</param>
    /// <param name="counts">Whether the image at a place among them counts; asked by several threads.</param>
    /// <param name="reference">What they are called: nearest_train or nearest_val.</param>
    public static IEnumerable<SimilarityRow> Nearest(
        IReadOnlyList<(int GenerationId, ComparedPicture Picture)> samples, Gallery images, Func<int, bool> counts, string reference,
        CancellationToken cancellation = default)
    {
        int[] counted = [.. Enumerable.Range(0, images.Ids.Count).Where(counts)];
        if (counted.Length == 0) yield break;
        using var tiled = TiledImages.Of([.. samples.Select(one => one.Picture.Values)], images.Images.Grid);
        foreach (var kind in (DistanceKind[])[DistanceKind.L2, DistanceKind.TiledL2])
        {
            var nearest = NearestImages.Of(tiled, images.Images, kind, except: (_, image) => !counts(image), cancellation: cancellation);
            for (var i = 0; i < samples.Count; i++)
                yield return new(samples[i].GenerationId, images.Ids[nearest[i][0].Image], reference, kind == DistanceKind.L2 ? "l2" : "tiled_l2", nearest[i][0].Distance);
        }
        if (images.Embeddings is not { } embeddings) yield break;
        foreach (var (id, picture) in samples)
        {
            var (image, cosine) = counted.Select(image => (image, Cosine.Of(picture.Embedding!, embeddings[image]))).MaxBy(one => one.Item2);
            yield return new(id, images.Ids[image], reference, "cosine", cosine);
        }
    }
}
