namespace VarMem.Analysis.Statistics.Scores;

/// <summary>Tables auroc_by_class and auroc_by_difficulty: how well scores tell the images of one group apart.</summary>
static class AurocByGroup
{
    public static void FillByClass(Measurements measured) => Fill(measured, "auroc_by_class",
        "SELECT image_id, class_id FROM image WHERE class_id IS NOT NULL");

    public static void FillByDifficulty(Measurements measured) => Fill(measured, "auroc_by_difficulty", "SELECT image_id, difficulty FROM difficulty");

    /// <param name="measured">What there is.</param>
    /// <param name="table">The table to fill.</param>
    /// <param name="query">The images and the number of their group.</param>
    static void Fill(Measurements measured, string table, string query)
    {
        var scores = measured.Scores;
        var groupOfId = measured.Connection.Rows(query, row => (row.GetInt32(0), row.GetInt32(1))).ToDictionary();
        var rows = scores.Ids.Index().Where(image => groupOfId.ContainsKey(image.Item)).ToLookup(image => groupOfId[image.Item], image => image.Index);
        measured.Connection.Append(table,
            from contrast in scores.Contrasts
            from ofScore in scores.All.AsParallel().AsOrdered().Select(score => Rows(contrast, score, rows).ToArray())
            from row in ofScore
            select row);
    }

    /// <summary>Groups with images of both sides that have the score.</summary>
    static IEnumerable<object?[]> Rows(Contrast contrast, Score score, ILookup<int, int> rows) =>
        from @group in rows
        orderby @group.Key
        let told = new FallingScore(score.Values, @group).Separate(contrast.Sides)
        where told.HasBothSides
        let interval = AurocInterval.Of(told.Auroc, (told.Positives, told.Negatives))
        select new object?[]
        {
            contrast.Name, score.Part, score.Name, @group.Key, told.Positives, told.Negatives, told.Auroc, interval.Low, interval.High,
        };
}
