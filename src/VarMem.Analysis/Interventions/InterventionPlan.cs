using System.Globalization;
using VarMem.Analysis.Statistics;
using VarMem.Store.DuckDb;

namespace VarMem.Analysis.Interventions;

/// <summary>What interventions are asked for; stored as settings <c>intervention_…</c>.</summary>
/// <param name="Name">The units in words: table intervention, column unit_set.</param>
/// <param name="Chosen">Their unit_id, rising.</param>
public sealed record InterventionOptions(string Name, IReadOnlyList<int> Chosen)
{
    /// <summary>What activations are multiplied by.</summary>
    public IReadOnlyList<double> Factors { get; init; } = [0.5, 0, -1];

    /// <summary>Draws of each control.</summary>
    public int Draws { get; init; } = 20;

    /// <summary>Images of each group at most.</summary>
    public int ImagesPerGroup { get; init; } = 100;

    /// <summary>Whether they are made at each scale alone, too.</summary>
    public bool PerScale { get; init; }

    /// <summary>How many scales of an image are given where the rest is generated; null generates nothing.</summary>
    public int? GivenScales { get; init; }

    public long Seed { get; init; }

    /// <summary>What they are computed on: another rounds in another way.</summary>
    public string Device { get; init; } = "cpu";

    /// <summary>The setting that may come to others: of images generated besides.</summary>
    internal const string Given = "intervention_given_scales";

    /// <summary>The settings that tell one set of interventions from another.</summary>
    internal IEnumerable<(string Key, string? Value)> Settings =>
    [
        ("intervention_units", Name),
        ("intervention_factors", string.Join(',', Factors.Select(factor => factor.ToString("R", CultureInfo.InvariantCulture)))),
        ("intervention_draws", Draws.ToString(CultureInfo.InvariantCulture)),
        ("intervention_images_per_group", ImagesPerGroup.ToString(CultureInfo.InvariantCulture)),
        ("intervention_per_scale", PerScale ? "true" : "false"),
        (Given, GivenScales?.ToString(CultureInfo.InvariantCulture)),
        ("intervention_seed", Seed.ToString(CultureInfo.InvariantCulture)),
        ("intervention_device", Device),
    ];
}

/// <summary>One row of table intervention.</summary>
/// <param name="Id">0 is the model as it is.</param>
/// <param name="Set">Which units.</param>
/// <param name="Factor">By what.</param>
/// <param name="Scale">At which scale's tokens; null at all.</param>
public sealed record PlannedIntervention(int Id, UnitSet Set, double Factor, int? Scale);

/// <summary>All interventions of a database, in the order in which they are made: those at all scales first.</summary>
public static class InterventionPlan
{
    static readonly string[] Tables = ["intervention", "intervention_unit", "intervention_likelihood"];

    /// <summary>The plan in the database, which is written where there is none.</summary>
    /// <param name="connection">A database that was analyzed.</param>
    /// <param name="options">What is asked for.</param>
    /// <param name="units">All units that interventions may be on, by rising unit_id.</param>
    /// <param name="again">Drops another plan with all that came of it.</param>
    /// <exception cref="AnalysisException">
    /// There is another plan, or the units chosen are more than half of all, so that there are no others to compare them with.
    /// </exception>
    public static IReadOnlyList<PlannedIntervention> Of(
        DuckDbConnection connection, InterventionOptions options, IReadOnlyList<ScalableUnit> units, bool again)
    {
        if (options.Draws > 0 && units.Count < 2 * options.Chosen.Count) throw Throw.NoControls(options.Chosen.Count, units.Count);
        UnitSet[] sets = [new(null, 0, options.Chosen), .. ControlDraws.Of(units, options.Chosen.ToHashSet(), options.Draws, options.Seed)];
        var scales = connection.Rows("SELECT scale::INTEGER FROM scale ORDER BY scale", row => (int?)row.GetInt32(0));
        PlannedIntervention[] planned =
        [
            new(0, new(null, 0, []), 1, null),
            .. (from scale in (int?[])[null, .. options.PerScale ? scales : []]
                from factor in options.Factors
                from set in sets
                select (scale, factor, set)).Select((one, i) => new PlannedIntervention(i + 1, one.set, one.factor, one.scale)),
        ];
        if (!again && IsThere(connection))
        {
            RequireSame(connection, options);
            if (options.GivenScales is { } given) Analyzer.Store(connection, InterventionOptions.Given, $"{given}");
            return planned;
        }
        using var transaction = connection.BeginTransaction();
        Drop(connection);
        foreach (var (key, value) in options.Settings) Analyzer.Store(connection, key, value);
        connection.Append("intervention", planned.Select(one => new object?[]
        {
            one.Id, options.Name, one.Set.Control, one.Set.Draw, one.Factor, one.Scale is { } scale ? (sbyte)scale : null, one.Set.Units.Count,
        }));
        connection.Append("intervention_unit", sets.SelectMany(set => set.Units.Select(unit => new object?[] { set.Control, set.Draw, unit })));
        transaction.Commit();
        return planned;
    }

    static bool IsThere(DuckDbConnection connection) => connection.Rows("SELECT 1 FROM intervention LIMIT 1", _ => true).Count > 0;

    static void RequireSame(DuckDbConnection connection, InterventionOptions options)
    {
        var found = connection.Rows(
            "SELECT key, value FROM setting WHERE key LIKE 'intervention%'", row => (Key: row.GetString(0), Value: row.IsDBNull(1) ? null : row.GetString(1)))
            .ToDictionary(setting => setting.Key, setting => setting.Value);
        foreach (var (key, value) in options.Settings)
            if (found.GetValueOrDefault(key) is var there && there != value && (key != InterventionOptions.Given || there is not null && value is not null))
                throw Throw.OtherInterventions(connection.DataSource, key, there ?? "none", value ?? "none");
        var chosen = connection.Rows("SELECT unit_id FROM intervention_unit WHERE control IS NULL ORDER BY unit_id", row => row.GetInt32(0));
        if (!chosen.SequenceEqual(options.Chosen)) throw Throw.OtherUnits(connection.DataSource, options.Name);
    }

    static void Drop(DuckDbConnection connection)
    {
        foreach (var table in Tables) connection.Run($"DELETE FROM {table}");
        foreach (var table in (ReadOnlySpan<string>)["similarity", "token_agreement"])
            connection.Run($"DELETE FROM {table} WHERE generation_id IN (SELECT generation_id FROM generation WHERE intervention_id IS NOT NULL)");
        connection.Run("DELETE FROM generation WHERE intervention_id IS NOT NULL");
    }
}
