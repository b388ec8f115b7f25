using VarMem.Analysis.Activations;
using VarMem.Analysis.Statistics.Scores;
using VarMem.Store.DuckDb;

namespace VarMem.Analysis.Statistics;

/// <summary>What statistics work on: the database, and what several of them read from it.</summary>
sealed class Measurements(DuckDbConnection connection, AnalysisOptions options) : IDisposable
{
    readonly Lazy<MeasuredImages> _images = new(() => MeasuredImages.Read(connection));
    readonly Lazy<IReadOnlyList<UnitPart>> _parts = new(() => UnitPart.ReadAll(connection));
    readonly Lazy<ImageScores> _scores = new(() => ImageScores.Read(connection));
    ActivationTiles? _activations;
    UnitStatistics? _units;

    public DuckDbConnection Connection => connection;

    public AnalysisOptions Options => options;

    /// <summary>False where a merge kept some of the activations, or none.</summary>
    public bool HasAllActivations { get; } = connection.Rows("SELECT 1 FROM partial_peak LIMIT 1", _ => true).Count == 0;

    public MeasuredImages Images => _images.Value;

    public IReadOnlyList<UnitPart> Parts => _parts.Value;

    /// <summary>Read when first asked for, behind the scripts that make them.</summary>
    public ImageScores Scores => _scores.Value;

    /// <summary>Measured when first asked for.</summary>
    public UnitStatistics Units => _units ??= new(Images, Parts, Activations);

    public ActivationTiles Activations => _activations ??= new(connection, Images.Ids);

    public void Dispose() => _activations?.Dispose();
}
