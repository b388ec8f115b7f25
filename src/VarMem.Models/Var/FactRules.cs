using System.Globalization;

namespace VarMem.Models.Var;

/// <summary>
/// What the values of model.json must obey by themselves, be they facts beside checkpoints or in a built model's description.
/// </summary>
static class FactRules
{
    /// <summary>As for --resize-ratio: below 1 a crop does not fit.</summary>
    const double LeastRatio = 1, LargestRatio = 100;

    public static void Check(string file, int? imageSize, double? resizeRatio, int[]? patchNums, string[]? classNames)
    {
        if (imageSize < 1) throw Throw.BadFact(file, "image_size", $"{imageSize}", "the side in pixels, 1 or more");
        if (resizeRatio is { } ratio and not (>= LeastRatio and <= LargestRatio))
        {
            var found = ratio.ToString(CultureInfo.InvariantCulture);
            throw Throw.BadFact(file, "resize_ratio", found, $"a number from {LeastRatio} to {LargestRatio}");
        }
        if (patchNums is not null && !(patchNums is [>= 1, _, ..] && patchNums.Zip(patchNums.Skip(1)).All(p => p.First < p.Second)))
            throw Throw.BadFact(file, "patch_nums", $"[{Throw.Sides(patchNums)}]", "two or more sides, each larger than the one before");
        if (classNames is not null) CheckNames(file, classNames);
    }

    static void CheckNames(string file, string[] names)
    {
        var seen = new Dictionary<string, int>();
        for (var i = 0; i < names.Length; i++)
        {
            if (string.IsNullOrWhiteSpace(names[i]))
                throw Throw.BadFact(file, "class_names", $"an empty name at index {i}", "a name for each class");
            if (!seen.TryAdd(names[i], i))
                throw Throw.BadFact(file, "class_names", $"{names[i]} at the indices {seen[names[i]]} and {i}", "each name once");
        }
    }
}
