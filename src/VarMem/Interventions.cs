using VarMem.Analysis;
using VarMem.Analysis.Interventions;
using VarMem.Models.Interventions;
using VarMem.Models.Onnx;
using VarMem.Models.Scoring;
using VarMem.Models.Var;
using VarMem.Store.DuckDb;
using VarMem.Terminal;

namespace VarMem;

/// <summary>Makes the interventions that a database's plan holds and takes what they do into it, one after the other.</summary>
sealed class Interventions
{
    readonly DuckDbConnection _connection;
    readonly ModelFolder _model;
    readonly InterventionOptions _options;
    readonly IReadOnlyList<PlannedIntervention> _planned;
    readonly Dictionary<int, LayerUnit> _units;
    readonly IReadOnlyList<Hook> _layers;

    /// <param name="connection">An analyzed database.</param>
    /// <param name="model">The model that it is of.</param>
    /// <param name="options">What is asked for.</param>
    /// <param name="again">Drops other interventions, and what came of them.</param>
    /// <exception cref="AnalysisException">The database holds other interventions.</exception>
    public Interventions(DuckDbConnection connection, ModelFolder model, InterventionOptions options, bool again)
    {
        (_connection, _model, _options) = (connection, model, options);
        _units = connection.Rows(
            "SELECT unit_id, layer.name, unit_index FROM unit JOIN layer USING (layer_id)",
            row => (row.GetInt32(0), new LayerUnit(row.GetString(1), row.GetInt32(2)))).ToDictionary();
        var measured = _units.Values.Select(unit => unit.Layer).ToHashSet();
        var chosen = options.Chosen.Select(unit => _units[unit].Layer).ToHashSet();
        _layers = [.. model.Hooks.Where(hook => chosen.Contains(hook.Name) || measured.Contains(hook.Name) && TeacherForcedSession.CanScale(model.Graph, hook))];
        _planned = InterventionPlan.Of(connection, options, ScalableUnits.Read(connection, [.. _layers.Select(layer => layer.Name)]), again);
    }

    /// <summary>Makes those that were not made yet; Ctrl+C, seen between two passes, leaves those that are done.</summary>
    /// <param name="folder">The images folder; null for that of the extraction.</param>
    public void Run(string? folder, CancellationToken cancellation)
    {
        var done = InterventionRows.Measured(_connection);
        if (_planned.Any(one => !done.Contains(one.Id)))
        {
            var ids = InterventionImages.Of(_connection, _options);
            var images = TokenizedImages.Read(_connection, _model, folder, $"image_id IN ({string.Join(',', ids)})", cancellation: cancellation);
            Measure(images, done, cancellation);
        }
        InterventionRows.Summarize(_connection);
    }

    void Measure(IReadOnlyList<TokenizedImage> images, IReadOnlySet<int> done, CancellationToken cancellation)
    {
        var nullClass = _model.Description.Transformer!.Architecture.ClassCount;
        PredictedImage[] predicted = [.. images.Select(image => new PredictedImage(image.Tokens, image.Image.Class ?? nullClass))];
        int[] ids = [.. images.Select(image => image.Image.ImageId)];
        using var session = new TeacherForcedSession(_model.Graph, _layers, new ScoringOptions());
        using var progress = new Progress("interventions", _planned.Count, done.Count);
        var count = done.Count;
        foreach (var one in _planned.Where(one => !done.Contains(one.Id)))
        {
            InterventionRows.Append(_connection, one.Id, ids, session.NegativeLogLikelihood(predicted, Of(one), cancellation));
            progress.Report(++count);
        }
    }

    Intervention Of(PlannedIntervention planned) => new([.. planned.Set.Units.Select(unit => _units[unit])], (float)planned.Factor, planned.Scale);
}
