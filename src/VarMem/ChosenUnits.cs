using System.Globalization;
using VarMem.Models.Onnx;
using VarMem.Models.Var;
using VarMem.Store.DuckDb;
using VarMem.Terminal;

namespace VarMem;

/// <summary>The units that interventions are to be on, as a user names them: U10, the top ones, a layer's, a list.</summary>
static class ChosenUnits
{
    const string U10 = "u10", Top = "top:", Layer = "layer:";

    /// <summary>What it accepts.</summary>
    public const string Expected = "u10, top:K, layer:PATTERN, names of units such as blocks.3.ffn.fc1.17 with commas, or a file with one a line";

    /// <summary>The set in words, and unit_id of each, rising.</summary>
    /// <param name="connection">An analyzed database; of its units those of the transformer are meant, and UnitMem over the training images.</param>
    /// <param name="model">The model that it is of.</param>
    /// <param name="wanted">As <see cref="Expected"/>.</param>
    /// <exception cref="UsageException">There are no such units, or no training images to own them.</exception>
    public static (string Name, IReadOnlyList<int> Units) Of(DuckDbConnection connection, ModelFolder model, string wanted)
    {
        if (connection.Rows("SELECT 1 FROM image WHERE split = 'train' LIMIT 1", _ => true).Count == 0)
            throw new UsageException($"{connection.DataSource} holds no training images, whose owning units are scaled; expected images with a training and a validation split");
        if (wanted == U10) return ("U10", Some("U10", connection.Rows(Ranked("in_u10"), row => row.GetInt32(0))));
        if (wanted.StartsWith(Top, StringComparison.Ordinal))
        {
            if (!int.TryParse(wanted[Top.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count == 0)
                throw new UsageException($"--units {wanted}: expected a whole number from 1 behind {Top}");
            return ($"top {count}", Some(wanted, connection.Rows($"{Ranked("true")} LIMIT {count}", row => row.GetInt32(0))));
        }
        return wanted.StartsWith(Layer, StringComparison.Ordinal) ? OfLayers(connection, model, wanted[Layer.Length..]) : OfNames(connection, Names(wanted));

        static string Ranked(string condition) => $"""
            SELECT unit_id FROM unit_mem JOIN unit USING (unit_id)
            WHERE population = 'train' AND part = '{Hook.Transformer}' AND {condition} ORDER BY unit_mem DESC, unit_id
            """;
    }

    static (string, IReadOnlyList<int>) OfLayers(DuckDbConnection connection, ModelFolder model, string pattern)
    {
        var first = connection.Rows(
            $"SELECT name, first_unit FROM layer WHERE part = '{Hook.Transformer}'", row => (row.GetString(0), row.GetInt32(1))).ToDictionary();
        var layers = HookPattern.Select([.. model.Hooks.Where(hook => first.ContainsKey(hook.Name))], [pattern]);
        return ($"layer {pattern}", Some(pattern, layers.SelectMany(layer => Enumerable.Range(first[layer.Name], layer.Units))));
    }

    static (string, IReadOnlyList<int>) OfNames(DuckDbConnection connection, IReadOnlyList<string> names)
    {
        var known = connection.Rows($"SELECT name, unit_id FROM unit WHERE part = '{Hook.Transformer}'", row => (row.GetString(0), row.GetInt32(1))).ToDictionary();
        foreach (var name in names)
            if (!known.ContainsKey(name)) throw NoSuchUnit(connection, name);
        return ("list", Some("an empty list", names.Distinct().Select(name => known[name])));
    }

    static IReadOnlyList<string> Names(string wanted) => [.. (File.Exists(wanted) ? File.ReadLines(wanted) : wanted.Split(','))
        .Select(name => name.Trim()).Where(name => name.Length > 0 && name[0] != '#')];

    static int[] Some(string named, IEnumerable<int> units) => units.Order().ToArray() is { Length: > 0 } some ? some
        : throw new UsageException($"--units: {named} names no unit of the transformer; expected {Expected}");

    static UsageException NoSuchUnit(DuckDbConnection connection, string name)
    {
        var dot = Math.Max(name.LastIndexOf('.'), 0);
        var layer = connection.Rows(
            "SELECT unit_count FROM layer WHERE name = ? AND part = ?", row => row.GetInt32(0), name[..dot], Hook.Transformer);
        if (layer is [var units]) return new($"--units: {name} is not there, {name[..dot]} has the units 0 to {units - 1}");
        var nearest = connection.Rows(
            "SELECT name || '.0' FROM layer WHERE part = ? ORDER BY levenshtein(name, ?), layer_id LIMIT 3", row => row.GetString(0), Hook.Transformer, name[..dot]);
        return new($"--units: {name} is no file and no unit of {connection.DataSource}; expected {Expected}; nearest: {string.Join(", ", nearest)}");
    }
}
