namespace VarMem.Tests.Analysis;

/// <summary>Scores of images, and which images are told from which.</summary>
sealed partial class BruteForce
{
    public static readonly string[] Statistics =
    [
        "luminance_mean", "luminance_variance", "colourfulness", "edge_density", "high_frequency", "entropy", "constant_area", "compressed_size",
    ];

    public IEnumerable<object?[]> image_score()
    {
        var ofUnits =
            from g in _groups
            where g.Population == "all"
            from i in g.Images
            let owned = g.Units.Where(u => u.Owner == i).ToArray()
            from score in new (string Name, double Value)[]
            {
                ("num_mem_units", owned.Count(u => u.InU10)), ("units_owned", owned.Length), ("mean_mu_rank", MeanRank(g, i)),
                ("unit_mem_owned", owned.Sum(u => u.UnitMem) ?? 0), ("unit_mem_max", owned.Max(u => u.UnitMem) ?? 0),
            }
            select (g.Part, score.Name, Image: i, score.Value);
        var ofPictures =
            from image in data.Images.Index()
            from statistic in (image.Item.Statistics ?? []).Index()
            select (Part: "picture", Name: Statistics[statistic.Index], Image: image.Index, Value: (double)statistic.Item);
        var ofLikelihood =
            from image in data.Images.Index()
            from score in image.Item.Membership.Index()
            where score.Item is not null
            select (Part: "likelihood", Name: RandomCase.MembershipScores[score.Index], Image: image.Index, Value: (double)score.Item!);
        return
            from score in ofUnits.Concat(ofPictures).Concat(ofLikelihood)
            orderby score.Part, score.Name, score.Image
            select new object?[] { score.Part, score.Name, RandomCase.ImageId(score.Image), score.Value };
    }

    public IEnumerable<object?[]> contrast()
    {
        var val = data.Members("val");
        int[] canaries = [.. Where(image => image.Canary is true).Except(val)];
        int[] train = [.. Where(image => image.Canary is false || image.Split == "train").Except(val).Except(canaries)];
        return
            from pair in new[] { ("canary_train", canaries, train), ("canary_val", canaries, val), ("train_val", train, val) }
            let positives = pair.Item2
            let negatives = pair.Item3
            where positives.Length > 0 && negatives.Length > 0
            from i in positives.Concat(negatives).Order()
            select new object?[] { pair.Item1, RandomCase.ImageId(i), positives.Contains(i) };

        IEnumerable<int> Where(Func<RandomImage, bool> holds) => data.Images.Index().Where(image => holds(image.Item)).Select(image => image.Index);
    }
}
