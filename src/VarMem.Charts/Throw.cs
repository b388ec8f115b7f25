using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace VarMem.Charts;

static class Throw
{
    [DoesNotReturn]
    public static Exception NodeMissing(string node, Exception inner) => throw new ChartException(
        $"Charts are drawn by Node.js, and '{node}' could not be started: {inner.Message}. "
        + $"Install Node.js 20 or later so that '{node}' is on the PATH.", inner);

    [DoesNotReturn]
    public static Exception PackagesMissing(string script) => throw new ChartException(
        $"The chart renderer {script} found no npm packages in a node_modules folder above it. "
        + "Build VarMem again, or run 'npm ci --ignore-scripts' in its repository.");

    [DoesNotReturn]
    public static Exception RendererStopped(string name, string stderr) => throw new ChartException(
        $"Node.js stopped while it drew '{name}': {(stderr.Length > 0 ? stderr : "it said nothing on stderr")}.");

    [DoesNotReturn]
    public static Exception NotDrawn(string name, string file, string reason) => throw new ChartException(
        $"'{name}' could not be drawn to {file}: {reason.ReplaceLineEndings(" ")}.");

    [DoesNotReturn]
    public static Exception SpecSyntax(string name, JsonException inner)
    {
        // The reader's own text ends in the path and the 0-based position.
        var reason = inner.Message[..inner.Message.LastIndexOf(inner.Path is null ? " LineNumber:" : " Path:", StringComparison.Ordinal)];
        var (line, column) = (inner.LineNumber + 1, inner.BytePositionInLine + 1);
        throw new ChartException($"{name} is not valid JSON at line {line}, column {column}: {reason} Expected a Vega-Lite spec.", inner);
    }

    [DoesNotReturn]
    public static Exception SpecNotObject(string name, JsonValueKind found) => throw new ChartException(
        $"{name} holds a JSON {found.ToString().ToLowerInvariant()}; "
        + "expected a Vega-Lite spec, which is an object: {\"mark\": …, \"encoding\": …}.");

    [DoesNotReturn]
    public static Exception SpecFileMissing(string file) => throw new ChartException(
        $"There is no file {file}; expected a Vega-Lite spec to draw the query with.");

    [DoesNotReturn]
    public static Exception FigureQuery(string name, Exception inner) => throw new ChartException(
        $"The query of figure '{name}' failed: {inner.Message.Split('\n')[0]} "
        + "The result tables are made by 'varmem analyze'; run it first.", inner);

    [DoesNotReturn]
    public static Exception NoRows() => throw new ChartException("The query gave no rows, so there is nothing to draw.");

    [DoesNotReturn]
    public static Exception UnknownColumn(string option, string name, IEnumerable<Column> columns) => throw new ChartException(
        $"{option} names the column '{name}', which the query does not give; "
        + $"its columns are {string.Join(", ", columns.Select(column => column.Name))}.");

    [DoesNotReturn]
    public static Exception UnknownMark(string mark, IEnumerable<string> marks) => throw new ChartException(
        $"There is no mark '{mark}'; the marks are {string.Join(", ", marks)}. Anything else can be drawn with a spec file.");

    [DoesNotReturn]
    public static Exception NotFound(string what, string name, string given, IReadOnlyList<string> nearest) => throw new ChartException(
        $"There is no {what} '{given}' in the database; expected its number or its {name}"
        + $"{(nearest.Count > 0 ? $", the nearest are {string.Join(", ", nearest)}" : "")}. `varmem sql` lists them all: \"FROM {what}\".");

    [DoesNotReturn]
    public static Exception EmptyPopulation(string population, IReadOnlyList<string> populations) => throw new ChartException(
        $"The population {population} has no images in this database; expected {string.Join(" or ", populations)}.");

    [DoesNotReturn]
    public static Exception ImageNotInPopulation(string image, string population, IReadOnlyList<string> its) => throw new ChartException(
        $"The image '{image}' is not in the population {population}; expected --population {string.Join(" or ", its)}.");
}
