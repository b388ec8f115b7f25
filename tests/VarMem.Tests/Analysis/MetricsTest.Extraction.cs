using FsCheck;
using FsCheck.Fluent;

namespace VarMem.Tests.Analysis;

/// <summary>Extraction and free samples, against loops over what was generated.</summary>
public sealed partial class MetricsTest
{
    sealed record Attempt(int GenerationId, int ImageId, string Population, int Given, string Reference, string Measure, double Value)
    {
        public (int, string, string) Key => (Given, Reference, Measure);

        public double Nearness => Measure == "cosine" ? Value : -Value;
    }

    [Fact]
    public void CandidateShare_EqualsDefinition() => ForAllGenerations((data, generations) =>
    {
        var all = generations.Candidates.Select(one => (one.Image, one.TopCount, Class: data.Images[one.Image].Class, Population: generations.Population(RandomCase.ImageId(one.Image)))).ToList();
        AssertTable("candidate_share",
            from one in all
            let before = all.Count(other => other.Class == one.Class && other.Population == one.Population
                && (other.TopCount > one.TopCount || other.TopCount == one.TopCount && other.Image < one.Image))
            orderby one.Population, one.Class ?? int.MaxValue, before
            select new object?[] { one.Population, one.Class, RandomCase.ImageId(one.Image), 4, one.TopCount, one.TopCount / 4.0, before + 1 });
    });

    [Fact]
    public void Extraction_EqualsDefinition() => ForAllGenerations((data, generations) =>
    {
        var attempts = Attempts(generations);
        AssertTable("attempt", attempts.Select(one => new object?[]
            { one.GenerationId, one.ImageId, one.Population, one.Given, one.Reference, one.Measure, one.Value, one.Nearness }));

        // The farthest of all values that at most the share of the validation images is nearer than.
        var limits = (
            from key in attempts.Select(one => one.Key).Distinct().Order()
            let val = attempts.Where(one => one.Key == key && one.Population == "val").ToArray()
            where val.Length > 0
            let within = val.Where(limit => val.Count(one => one.Nearness > limit.Nearness) <= RandomGenerations.FalsePositives * val.Length)
            select (Key: key, Count: val.Length, Limit: within.MinBy(one => one.Nearness)!)).ToList();
        AssertTable("extraction_threshold", limits.Select(one => new object?[]
            { one.Key.Item1, one.Key.Item2, one.Key.Item3, RandomGenerations.FalsePositives, one.Count, one.Limit.Nearness, one.Limit.Value }));
        AssertRows(
            "extraction",
            [
                .. from limit in limits
                   from tried in attempts.Where(one => one.Key == limit.Key).GroupBy(one => one.Population)
                   let extracted = tried.Count(one => one.Nearness > limit.Limit.Nearness)
                   orderby tried.Key, limit.Key
                   select new object?[]
                       { tried.Key, limit.Key.Item1, limit.Key.Item2, limit.Key.Item3, limit.Limit.Value, tried.Count(), extracted, (double)extracted / tried.Count() },
            ],
            Rows("SELECT * EXCLUDE (share_low, share_high) FROM extraction"));
        Assert.Empty(Rows($"FROM extraction WHERE population = 'val' AND share > {RandomGenerations.FalsePositives} OR NOT (share_low <= share AND share <= share_high AND share_low < share_high)"));
    });

    [Fact]
    public void PrecisionRecall_EqualsDefinition() => ForAllGenerations((data, generations) =>
    {
        var attempts = Attempts(generations);
        var sides = (
            from contrast in Rows("FROM contrast").GroupBy(row => (string)row[0]!, row => (ImageId: (int)row[1]!, IsPositive: (bool)row[2]!))
            from key in attempts.Select(one => one.Key).Distinct()
            let of = attempts.Where(one => one.Key == key).ToArray()
            let positives = of.Where(one => contrast.Contains((one.ImageId, true))).ToArray()
            let negatives = of.Where(one => contrast.Contains((one.ImageId, false))).ToArray()
            where positives.Length > 0 && negatives.Length > 0
            orderby contrast.Key, key
            select (Contrast: contrast.Key, Key: key, Positives: positives, Negatives: negatives)).ToList();
        var steps = (
            from s in sides
            from threshold in s.Positives.Concat(s.Negatives).Select(one => one.Nearness).Distinct().OrderDescending()
            let found = s.Positives.Count(one => one.Nearness >= threshold)
            let wrong = s.Negatives.Count(one => one.Nearness >= threshold)
            let precision = (double)found / (found + wrong)
            let recall = (double)found / s.Positives.Length
            select (s.Contrast, s.Key, Row: new object?[]
            {
                s.Contrast, s.Key.Item1, s.Key.Item2, s.Key.Item3, s.Key.Item3 == "cosine" ? threshold : -threshold, found, wrong, s.Positives.Length,
                s.Negatives.Length, precision, recall, found == 0 ? 0 : 2 * precision * recall / (precision + recall),
            })).ToList();
        AssertTable("precision_recall", steps.Select(step => step.Row));

        var thresholds = Rows("SELECT given_scales, reference, measure, nearness, threshold FROM extraction_threshold").ToDictionary(
            row => (Convert.ToInt32(row[0]), (string)row[1]!, (string)row[2]!), row => (Nearness: (double)row[3]!, Value: (double)row[4]!));
        AssertTable("extraction_f1",
            from s in sides
            let best = steps.Where(step => step.Contrast == s.Contrast && step.Key == s.Key).MaxBy(step => Math.Round((double)step.Row[11]!, 12)).Row
            let found = s.Positives.Count(Called)
            let called = found + s.Negatives.Count(Called)
            let limit = thresholds.TryGetValue(s.Key, out var given) ? given.Value : (double?)null
            select new object?[]
            {
                s.Contrast, s.Key.Item1, s.Key.Item2, s.Key.Item3, s.Positives.Length, s.Negatives.Length, best[4], best[9], best[10], best[11], limit,
                limit is null || called == 0 ? null : (double)found / called, limit is null ? null : (double)found / s.Positives.Length,
            });

        bool Called(Attempt one) => thresholds.TryGetValue(one.Key, out var limit) && one.Nearness > limit.Nearness;
    });

    [Fact]
    public void NearestRatio_EqualsDefinition() => ForAllGenerations((data, generations) =>
    {
        var samples = generations.Similarities.Where(row => row.Sample is not null && row.Intervention is null).ToList();
        var ratios = (
            from measure in new[] { "l2", "tiled_l2" }
            from train in samples
            from val in samples
            where (train.Measure, train.Reference, val.Measure, val.Reference, val.GenerationId) == (measure, "nearest_train", measure, "nearest_val", train.GenerationId)
            select (Train: train, Val: val, Ratio: val.Value == 0 ? (double?)null : train.Value / val.Value)).ToList();
        AssertTable("nearest_ratio", ratios.Select(one => new object?[]
        {
            one.Train.Measure, one.Train.GenerationId, one.Train.Label, one.Train.Sample, one.Train.ImageId, one.Train.Value, one.Val.ImageId, one.Val.Value, one.Ratio,
        }));

        var scores = Rows("SELECT part, score, image_id, if(higher_is_member IS FALSE, -value, value) FROM image_score LEFT JOIN score AS meant ON name = score")
            .Select(row => (Part: (string)row[0]!, Score: (string)row[1]!, ImageId: (int)row[2]!, Value: (double)row[3]!));
        AssertTable("nearest_ratio_score",
            from one in ratios.Where(one => one.Ratio is not null)
            join score in scores on one.Train.ImageId equals score.ImageId
            group (one.Ratio, score.Value, score.ImageId) by (one.Train.Measure, score.Part, score.Score) into pairs
            orderby pairs.Key.Measure, pairs.Key.Part, pairs.Key.Score
            select new object?[]
            {
                pairs.Key.Measure, pairs.Key.Part, pairs.Key.Score, pairs.Count(), pairs.Select(pair => pair.ImageId).Distinct().Count(),
                Correlation(Ranks([.. pairs.Select(pair => -pair.Ratio!.Value)]), Ranks([.. pairs.Select(pair => pair.Value)])),
            });
    });

    [Fact]
    public void Clique_IsTheLargest() => ForAllGenerations((data, generations) =>
    {
        var classes = generations.Similarities.Where(row => row.Sample is not null && row.Intervention is null)
            .GroupBy(row => row.Label, row => row.GenerationId).OrderBy(one => one.Key).Select(one => (Label: one.Key, Samples: one.Distinct().Order().ToArray())).ToList();
        AssertTable("clique", classes.Select(one => new object?[]
        {
            one.Label, one.Samples.Length, generations.Pairs.Count(pair => one.Samples.Contains(pair.One)),
            Enumerable.Range(0, 1 << one.Samples.Length).Select(set => one.Samples.Where((_, i) => (set >> i & 1) == 1).ToArray()).Where(IsClique).Max(set => set.Length),
        }));
        var members = Rows("FROM clique_member").ToLookup(row => (int)row[0]!, row => (int)row[1]!);
        Assert.All(Rows("FROM clique"), row => Assert.True(
            IsClique([.. members[(int)row[0]!]]) && members[(int)row[0]!].Count() == ((int)row[3]! == 1 ? 0 : (int)row[3]!)));

        bool IsClique(int[] set) => set.All(a => set.All(b => a == b || generations.Pairs.Contains((Math.Min(a, b), Math.Max(a, b)))));
    });

    static List<Attempt> Attempts(RandomGenerations generations) =>
    [
        .. from row in generations.Similarities
           where row.Attempted == row.ImageId && row.Intervention is null
           orderby row.GenerationId, row.Reference, row.Measure
           select new Attempt(row.GenerationId, row.ImageId, generations.Population(row.ImageId), row.Given, row.Reference, row.Measure, row.Value),
    ];

    void ForAllGenerations(Action<RandomCase, RandomGenerations> holds) => Prop.ForAll(
        RandomCase.Arbitrary, Gen.Choose(0, 1 << 20).ToArbitrary(), (data, seed) =>
        {
            var generations = new RandomGenerations(data, seed);
            generations.WriteTo(_connection);
            if (data.ImageCount == 0)
                return;
            Analyze(data, new());
            holds(data, generations);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(25));
}
