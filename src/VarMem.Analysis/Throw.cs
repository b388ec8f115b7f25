using System.Globalization;
using VarMem.Analysis.Similarity;

namespace VarMem.Analysis;

/// <summary>Every error of this project: what was found, where, what was expected, what to do.</summary>
static class Throw
{
    internal static AnalysisException PercentileOutOfRange(double percentile) => new(string.Create(CultureInfo.InvariantCulture,
        $"Found percentile {percentile}; expected 0 to 100, such as 90: the tenth of the units with the highest UnitMem."));

    internal static AnalysisException NoPermutations(int permutations) => new(
        $"Found {permutations} permutations; expected 0 for no tests, or such as 10000, which tell p-values down to 0.0001.");

    internal static AnalysisException MedianOfSome(string database) => new(
        $"Found not all activations in {database}, which a merge has left out; a median needs them all. Merge with --keep all, or take the mean.");

    internal static AnalysisException NoImages(string database) => new(
        $"Found no measured image in {database}; expected at least one, better some hundred. Run 'varmem extract' into it first.");

    internal static AnalysisException Stale(string database, long analyzed, long images) => new(
        $"Found results of {analyzed} images in {database}, which holds {images} by now. Run 'varmem analyze' on it again.");

    internal static AnalysisException NotAnalyzed(string database) => new(
        $"Found no results in {database}; expected the tables of the metrics. Run 'varmem analyze' on it first.");

    internal static AnalysisException NoOtherClass() => new(
        "Found no images of two classes to take a threshold from; expected a class of every image. Give a threshold with --threshold.");

    internal static AnalysisException OtherExtraction(string database, IEnumerable<(string Key, string? Found, string? Expected)> others) => new(
        $"Found images in {database} that were generated with other settings: "
        + string.Join("; ", others.Select(one => $"setting extraction_{one.Key}: found {one.Found ?? "none"}, expected {one.Expected ?? "none"}"))
        + ". Give the settings that they were made with, or --again to drop them and begin anew.");

    internal static AnalysisException TooManyPixels(int count, TileGrid grid, long bytes, long memory) => new(string.Create(CultureInfo.InvariantCulture,
        $"Found {count:N0} images to compare at {grid.Width}×{grid.Height}, {bytes / 1e9:N1} GB of pixels, where there are {memory / 1e9:N1} GB of memory; expected fewer images, or a smaller side."));

    internal static AnalysisException CopiesBetweenClasses(double share) => new(string.Create(CultureInfo.InvariantCulture,
        $"Found exact copies of more than {100 * share:0.###} % of the images in other classes; expected fewer, for no threshold keeps to that share. Give one with --threshold, or a larger share."));

    internal static AnalysisException NoControls(int chosen, int units) => new(
        $"Found {chosen} chosen units of {units} that can be scaled; expected at most half, for as many others are drawn to compare them with. Choose fewer, or draw none with --draws 0.");

    internal static AnalysisException OtherInterventions(string database, string setting, string found, string expected) => new(
        $"Found interventions in {database} with {setting} {found}, not {expected}. Give the same options to go on with them, or --again to drop them and begin anew.");

    internal static AnalysisException OtherUnits(string database, string name) => new(
        $"Found interventions in {database} on other units than {name} has by now, as after another analysis. Give --again to drop them and begin anew.");
}
