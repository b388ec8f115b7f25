using VarMem.Analysis;
using VarMem.Analysis.Interventions;
using VarMem.Analysis.Similarity;
using VarMem.Images;
using VarMem.Models.Generation;
using VarMem.Models.Interventions;
using VarMem.Models.Onnx;
using VarMem.Models.Scoring;
using VarMem.Models.Var;
using VarMem.Pipeline.Images;
using VarMem.Store.DuckDb;
using VarMem.Terminal;

namespace VarMem.Intervening;

/// <summary>Makes the interventions that a database's plan holds and takes what they do into it, one after the other.</summary>
sealed class Interventions
{
    readonly DuckDbConnection _connection;
    readonly ModelFolder _model;
    readonly InterventionOptions _options;
    readonly Device _device;
    readonly IReadOnlyList<PlannedIntervention> _planned;
    readonly Dictionary<int, LayerUnit> _units;
    readonly IReadOnlyList<Hook> _layers;

    /// <param name="connection">An analyzed database.</param>
    /// <param name="model">The model that it is of.</param>
    /// <param name="options">What is asked for.</param>
    /// <param name="device">Where to compute, as the options name it too.</param>
    /// <param name="again">Drops other interventions, and what came of them.</param>
    /// <exception cref="AnalysisException">The database holds other interventions.</exception>
    public Interventions(DuckDbConnection connection, ModelFolder model, InterventionOptions options, Device device, bool again)
    {
        (_connection, _model, _options, _device) = (connection, model, options, device);
        if (options.GivenScales is { } given && given >= model.Graph.PatchNums.Count)
            throw new UsageException($"--given-scales {given}: the model has {model.Graph.PatchNums.Count} scales; expected fewer, so that there is something to generate");
        _units = connection.Rows(
            "SELECT unit_id, layer.name, unit_index FROM unit JOIN layer USING (layer_id)",
            row => (row.GetInt32(0), new LayerUnit(row.GetString(1), row.GetInt32(2)))).ToDictionary();
        var measured = _units.Values.Select(unit => unit.Layer).ToHashSet();
        var chosen = options.Chosen.Select(unit => _units[unit].Layer).ToHashSet();
        foreach (var hook in model.Hooks.Where(hook => chosen.Contains(hook.Name))) TeacherForcedSession.RequireScalable(model.Graph, hook);
        _layers = [.. model.Hooks.Where(hook => measured.Contains(hook.Name) && TeacherForcedSession.CanScale(model.Graph, hook))];
        _planned = InterventionPlan.Of(connection, options, ScalableUnits.Read(connection, [.. _layers.Select(layer => layer.Name)]), again);
    }

    /// <summary>Makes those that were not made yet; Ctrl+C, seen between two passes, leaves those that are done.</summary>
    /// <param name="folder">The images folder; null for that of the extraction.</param>
    public void Run(string? folder, CancellationToken cancellation)
    {
        var measured = InterventionRows.Measured(_connection);
        PlannedIntervention[] unmeasured = [.. _planned.Where(one => !measured.Contains(one.Id))];
        var generated = InterventionContinuations.Generated(_connection);
        PlannedIntervention[] ungenerated = _options.GivenScales is null ? []
            : [.. _planned.Where(one => one.Scale is null && !generated.Contains(one.Id))];
        if (unmeasured.Length + ungenerated.Length > 0)
        {
            var ids = InterventionImages.Of(_connection, _options);
            var images = TokenizedImages.Read(_connection, _model, folder, $"image_id IN ({string.Join(',', ids)})", cancellation: cancellation);
            Measure(images, unmeasured, cancellation);
            if (ungenerated.Length > 0) Continue(images, ungenerated, _options.GivenScales!.Value, cancellation);
        }
        InterventionRows.Summarize(_connection);
    }

    /// <summary>The likelihood of all images' tokens.</summary>
    void Measure(IReadOnlyList<TokenizedImage> images, PlannedIntervention[] planned, CancellationToken cancellation)
    {
        PredictedImage[] predicted = [.. images.Select(image => new PredictedImage(image.Tokens, Label(image)))];
        int[] ids = [.. images.Select(image => image.Image.ImageId)];
        using var session = new TeacherForcedSession(_model.Graph, _layers, new ScoringOptions { Device = _device });
        using var progress = new Progress("interventions", _planned.Count, _planned.Count - planned.Length);
        foreach (var (i, one) in planned.Index())
        {
            InterventionRows.Append(_connection, one.Id, ids, session.NegativeLogLikelihood(predicted, Of(one), cancellation));
            progress.Report(_planned.Count - planned.Length + i + 1);
        }
    }

    /// <summary>What comes of the first scales of owners and validation images, the likeliest token each time and without guidance.</summary>
    void Continue(IReadOnlyList<TokenizedImage> all, PlannedIntervention[] planned, int given, CancellationToken cancellation)
    {
        var wanted = InterventionContinuations.Images(_connection).ToHashSet();
        TokenizedImage[] images = [.. all.Where(image => wanted.Contains(image.Image.ImageId))];
        var (sides, side) = (_model.Description.Transformer!.Architecture.PatchNums, _model.Description.ImageSize);
        var known = _model.Description.Transformer.Architecture.TokensBefore(given);
        using var generator = new ImageGenerator(_model, new Sampling { Cfg = 0, Greedy = true }, seed: 0, device: _device, scaled: _layers);
        float[][] decoded = [.. generator.Decode([.. images.Select(image => image.Tokens)], cancellation).Select(pixels => PixelPicture.InUnitRange(pixels))];
        using var progress = new Progress("interventions generated", planned.Length);
        foreach (var (i, one) in planned.Index())
        {
            var continued = generator.Generate(
                [.. images.Select(image => new ImageToGenerate(Label(image), 0, image.Tokens[..known]))], Of(one), cancellation: cancellation);
            InterventionContinuations.Append(
                _connection, one.Id, given, sides,
                [.. images.Select((image, n) => new InterventionContinuation(
                    image.Image.ImageId, Label(image), image.Tokens, decoded[n], continued[n].Tokens, PixelPicture.InUnitRange(continued[n].Pixels)))],
                new TileGrid(3, side, side));
            progress.Report(i + 1);
        }
    }

    int Label(TokenizedImage image) => image.Image.Class ?? _model.Description.Transformer!.Architecture.ClassCount;

    Intervention Of(PlannedIntervention planned) => new([.. planned.Set.Units.Select(unit => _units[unit])], (float)planned.Factor, planned.Scale);
}
