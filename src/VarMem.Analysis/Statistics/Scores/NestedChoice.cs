using VarMem.Analysis.Resampling;

namespace VarMem.Analysis.Statistics.Scores;

/// <summary>
/// Tables nested_fold and nested_choice: families of scores whose member is chosen on other images than it is evaluated on.
/// </summary>
static class NestedChoice
{
    internal const int Folds = 5;

    static readonly string[] Families = [.. new[] { "mink", "minkpp", "minkpp_var", "surp" }.SelectMany(name => new[] { name, $"cfg_{name}" })];

    /// <summary>What a fold's images say of the member that the others chose.</summary>
    internal sealed record Fold(int Number, Score Chosen, Separation Others, Separation Own);

    public static void Fill(Measurements measured)
    {
        var (folds, choices) = (new List<object?[]>(), new List<object?[]>());
        foreach (var contrast in measured.Scores.Contrasts)
        {
            var fold = Deal(contrast, measured.Scores.Classes, measured.Options.Seed);
            foreach (var family in Families.Order(StringComparer.Ordinal))
            {
                Fold[] chosen = [.. Choose(Members(family, measured.Scores, contrast), contrast, fold)];
                folds.AddRange(chosen.Select(one => new object?[]
                {
                    contrast.Name, family, one.Number, one.Chosen.Name, one.Others.Auroc, one.Own.Positives, one.Own.Negatives, one.Own.Auroc,
                    one.Own.Found, one.Own.TprAt1Percent,
                }));
                if (chosen.Length > 0)
                    choices.Add(Pooled(contrast, family, chosen));
            }
        }
        measured.Connection.Append("nested_fold", folds);
        measured.Connection.Append("nested_choice", choices);
    }

    /// <summary>Members that every image of the contrast has.</summary>
    static Score[] Members(string family, ImageScores scores, Contrast contrast) =>
    [
        .. scores.All.Where(score => score.Part == "likelihood" && IsMember(score.Name, family)
            && contrast.Rows.All(row => !double.IsNaN(score.Values[row]))),
    ];

    /// <summary>The family's name and numbers behind it: minkpp_10, but not minkpp_var_10; surp_2_10.</summary>
    internal static bool IsMember(string score, string family) =>
        score.StartsWith($"{family}_", StringComparison.Ordinal) && score[family.Length..].All(letter => letter == '_' || char.IsAsciiDigit(letter));

    /// <summary>
    /// The fold of each image of a contrast, −1 for others: the images of each class and side in random order, dealt in turn. The turn goes
    /// on from one class to the next, so that folds differ by one image of a side at most.
    /// </summary>
    internal static int[] Deal(Contrast contrast, int[] classes, long seed)
    {
        var fold = new int[contrast.Sides.Length];
        Array.Fill(fold, -1);
        var generator = new Generator($"nested {contrast.Name}", seed, 0);
        foreach (var side in contrast.Rows.GroupBy(row => contrast.Sides[row]).OrderBy(side => side.Key))
        {
            var turn = 0;
            foreach (var stratum in side.GroupBy(row => classes[row]).OrderBy(stratum => stratum.Key))
            {
                var rows = stratum.ToArray();
                generator.Choose<int>(rows, rows.Length);
                foreach (var row in rows)
                    fold[row] = turn++ % Folds;
            }
        }
        return fold;
    }

    /// <summary>One for each fold that has images of both sides, as have the others; the first of several equally good members.</summary>
    internal static IEnumerable<Fold> Choose(IReadOnlyList<Score> members, Contrast contrast, int[] fold)
    {
        FallingScore[] falling = [.. members.Select(score => new FallingScore(score.Values, contrast.Rows))];
        for (var f = 0; f < Folds && members.Count > 0; f++)
        {
            Side[] own = [.. contrast.Sides.Select((side, row) => fold[row] == f ? side : Side.None)];
            Side[] others = [.. contrast.Sides.Select((side, row) => fold[row] == f ? Side.None : side)];
            Separation[] told = [.. falling.Select(member => member.Separate(others))];
            var best = Enumerable.Range(0, told.Length).MaxBy(member => told[member].Auroc);
            if (told[best].HasBothSides && falling[best].Separate(own) is { HasBothSides: true } evaluated)
                yield return new(f, members[best], told[best], evaluated);
        }
    }

    /// <summary>Pairs are compared, and thresholds set, within folds alone: members have different units.</summary>
    static object?[] Pooled(Contrast contrast, string family, Fold[] folds)
    {
        var (positives, negatives) = (folds.Sum(fold => fold.Own.Positives), folds.Sum(fold => fold.Own.Negatives));
        var auroc = folds.Sum(fold => fold.Own.HalfPairs) / (2.0 * folds.Sum(fold => fold.Own.Positives * fold.Own.Negatives));
        var (low, high) = AurocInterval.Of(auroc, [.. folds.Select(fold => (fold.Own.Positives, fold.Own.Negatives))]);
        var found = folds.Sum(fold => fold.Own.Found);
        var (foundLow, foundHigh) = BinomialIntervals.ClopperPearson(found, positives);
        return
        [
            contrast.Name, family, string.Join(", ", folds.Select(fold => fold.Chosen.Name).Distinct().Order(StringComparer.Ordinal)), folds.Length,
            positives, negatives, auroc, low, high, (double)found / positives, foundLow, foundHigh,
        ];
    }
}
