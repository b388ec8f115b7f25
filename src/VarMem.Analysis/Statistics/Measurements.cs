using VarMem.Analysis.Activations;
using VarMem.Store.DuckDb;

namespace VarMem.Analysis.Statistics;

/// <summary>What statistics work on: the database, and what several of them read from it.</summary>
sealed class Measurements(DuckDbConnection connection, AnalysisOptions options)
{
    readonly Lazy<MeasuredImages> _images = new(() => MeasuredImages.Read(connection));
    readonly Lazy<IReadOnlyList<UnitPart>> _parts = new(() => UnitPart.ReadAll(connection));
    ActivationTiles? _activations;

    public DuckDbConnection Connection => connection;

    public AnalysisOptions Options => options;

    public MeasuredImages Images => _images.Value;

    public IReadOnlyList<UnitPart> Parts => _parts.Value;

    public ActivationTiles Activations => _activations ??= new(connection, Images.Ids);
}
