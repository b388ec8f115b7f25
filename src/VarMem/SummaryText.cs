using VarMem.Analysis;

namespace VarMem;

/// <summary>The results in a few sentences, for the console and the top of the report.</summary>
static class SummaryText
{
    public static IEnumerable<string> Lines(Summary summary)
    {
        foreach (var part in summary.Parts)
        {
            yield return $"{Capital(part.Part)} on {summary.ImageCount:N0} {(summary.Population == "all" ? "" : summary.Population + " ")}images: "
                + $"{part.U10.UnitCount:N0} units, {part.U10.U10Count:N0} in U10 (the {100 - part.U10.Percentile:0.##}% with the highest UnitMem{(part.U10.Threshold is { } t ? $", from {t:0.000}" : "")}).";
            yield return $"{part.Ownership.U10OwnerCount:N0} images ({part.Ownership.U10OwnerShare:0.0%}) own at least one unit of U10; {part.Ownership.OwnerCount:N0} own any unit.";
            if (part.Concentration.Any(top => top.TopImages > 0))
                yield return "Concentration: " + string.Join(", ", part.Concentration.Where(top => top.TopImages > 0)
                    .Select(top => $"the top {top.TopPercent}% of images ({top.TopImages:N0}) own {top.U10Share:0.0%} of U10")) + ".";
            if (part.TopImages.Count > 0)
                yield return "Most units of U10: " + string.Join(", ", part.TopImages.Take(5).Select(image => $"{image.Path} ({image.NumMemUnits:N0})")) + ".";
            foreach (var owner in part.TrainVal)
                yield return $"Owners over train and val, {(owner.UnitSet == "all" ? "all units" : owner.UnitSet)}: {owner.OwnedByTrain:N0} train, {owner.OwnedByVal:N0} val; "
                    + $"train owns {owner.TrainShare:0.0%}, {owner.ExpectedTrainShare:0.0%} by chance.";
        }
    }

    static string Capital(string word) => char.ToUpperInvariant(word[0]) + word[1..];
}
