using System.Globalization;

namespace VarMem.Models.Var;

/// <summary>
/// What the values of model.json must obey by themselves, be they facts beside checkpoints or in a built model's description.
/// </summary>
static class FactRules
{
    /// <summary>As for --resize-ratio: below 1 a crop does not fit.</summary>
    const double LeastRatio = 1, LargestRatio = 100;

    public static void Check(string file, int? imageSize, double? resizeRatio, int[]? patchNums, int? heads, string[]? classNames)
    {
        if (imageSize < 1) throw Throw.BadFact(file, "image_size", $"{imageSize}", "the side in pixels, 1 or more");
        if (resizeRatio is { } ratio and not (>= LeastRatio and <= LargestRatio))
        {
            var found = ratio.ToString(CultureInfo.InvariantCulture);
            throw Throw.BadFact(file, "resize_ratio", found, $"a number from {LeastRatio} to {LargestRatio}");
        }
        if (patchNums is not null && !(patchNums is [>= 1, _, ..] && patchNums.Zip(patchNums.Skip(1)).All(p => p.First < p.Second)))
            throw Throw.BadFact(file, "patch_nums", $"[{Throw.Sides(patchNums)}]", "two or more sides, each larger than the one before");
        if (heads < 1) throw Throw.BadFact(file, "heads", $"{heads}", "a whole number from 1");
        // Names may stand twice, as crane and maillot do in ImageNet's.
        if (classNames is not null && Array.FindIndex(classNames, string.IsNullOrWhiteSpace) is >= 0 and var empty)
            throw Throw.BadFact(file, "class_names", $"an empty name at index {empty}", "a name for each class");
    }
}
