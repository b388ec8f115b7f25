namespace VarMem.Tests.Analysis;

/// <summary>Training against validation, by all permutations and by drawing.</summary>
public sealed partial class MetricsTest
{
    [Fact]
    public void TrainValTest_ExactMoments_EqualAllPermutations() => ForAll(data =>
    {
        Analyze(data, new());
        var weights = Rows("SELECT part, unit_set, grouping, group_name, image_id, unit_count FROM owner_weight")
            .ToLookup(row => string.Join('/', row[..4]), row => (Image: (Convert.ToInt32(row[4]) - 1) / 3, Units: Convert.ToInt32(row[5])));
        var tested = Rows(
            """
            SELECT part, unit_set, grouping, group_name, unit_count, owned_by_train, owned_by_val, observed, exact_mean, exact_sd
            FROM train_val_test WHERE statistic = 'train_share' ORDER BY ALL
            """);
        var labels = Labels(data).ToList();
        var expected =
            from row in tested
            let owned = weights[string.Join('/', row[..4])].ToArray()
            let units = owned.Sum(o => o.Units)
            let shares = labels.Select(train => (double)owned.Where(o => train[o.Image]).Sum(o => o.Units) / units).ToArray()
            let byTrain = owned.Where(o => data.Images[o.Image].Split == "train").Sum(o => o.Units)
            let byVal = owned.Where(o => data.Images[o.Image].Split == "val").Sum(o => o.Units)
            let mean = shares.Average()
            select (object?[])
                [.. row[..4], units, byTrain, byVal, (double)byTrain / units, mean, Math.Sqrt(shares.Average(share => (share - mean) * (share - mean)))];
        Assert.Equal(weights.Count, tested.Count);
        AssertRows("train_val_test", [.. expected], tested);
    });

    /// <summary>Which images are of training, in every way that leaves each class as many as it has.</summary>
    static IEnumerable<bool[]> Labels(RandomCase data)
    {
        for (var bits = 0; bits < 1 << data.ImageCount; bits++)
        {
            bool[] train = [.. Enumerable.Range(0, data.ImageCount).Select(i => (bits >> i & 1) == 1)];
            var fits = train.Zip(data.Images).All(image => !image.First || image.Second.Split is not null)
                && data.Images.Zip(train).GroupBy(image => image.First.Class)
                    .All(c => c.Count(image => image.Second) == c.Count(image => image.First.Split == "train"));
            if (fits)
                yield return train;
        }
    }

    /// <summary>Seven training images against twelve of validation: means over drawn images, within five standard errors.</summary>
    [Fact]
    public void HeldOutUnitMem_ExpectedMaximum_EqualsDrawing()
    {
        const int Units = 3, Draws = 100_000;
        var random = new Random(5);
        RandomImage[] images = [.. Enumerable.Range(0, 19).Select(i => new RandomImage(i < 7 ? "train" : "val", 0, null, null, []))];
        var mu = new float[images.Length, Units];
        for (var i = 0; i < images.Length; i++)
            for (var u = 0; u < Units; u++)
                mu[i, u] = random.Next(1 << 12) / 4096f;
        var data = new RandomCase(mu, [], images, [new("transformer", 0, "ffn.fc1", Units)]);
        Analyze(data, new());

        foreach (var row in Rows("SELECT split, unit_id, held_out_max FROM held_out_unit_mem"))
        {
            var (side, unit) = ((string)row[0]!, (int)row[1]!);
            var others = data.Members(side == "train" ? "val" : "train");
            double[] maxima =
            [
                .. Enumerable.Range(0, Draws).Select(_ =>
                    Enumerable.Range(0, data.Members(side).Length).Max(_ => (double)mu[others[random.Next(others.Length)], unit])),
            ];
            var mean = maxima.Average();
            var error = Math.Sqrt(maxima.Average(x => (x - mean) * (x - mean)) / Draws);
            Assert.InRange((double)row[2]!, mean - 5 * error, mean + 5 * error);
        }
    }
}
