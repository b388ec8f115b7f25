using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace VarMem.Analysis;

static class Throw
{
    [DoesNotReturn]
    public static void PercentileOutOfRange(double percentile) => throw new AnalysisException(string.Create(CultureInfo.InvariantCulture,
        $"Found percentile {percentile}; expected 0 to 100, such as 90: the tenth of the units with the highest UnitMem."));

    [DoesNotReturn]
    public static void NotOurs(string database) => throw new AnalysisException(
        $"Found no table 'image' in {database}; expected a database that 'varmem extract' has written. Check --db.");

    [DoesNotReturn]
    public static void NoImages(string database) => throw new AnalysisException(
        $"Found no measured image in {database}; expected at least one, better some hundred. Run 'varmem extract' into it first.");

    [DoesNotReturn]
    public static void NotAnalyzed(string database) => throw new AnalysisException(
        $"Found no results in {database}; expected the tables of the metrics. Run 'varmem analyze' on it first.");
}
