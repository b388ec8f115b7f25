namespace VarMem.Store;

/// <summary>A row of table image, but for the time, which the store sets.</summary>
public sealed record ImageRow(
    int ImageId,
    string Path,
    int? ClassId = null,
    string? ClassName = null,
    string? Split = null,
    int? Width = null,
    int? Height = null,
    string? Sha256 = null,
    int? TrainRepeats = null,
    bool? Canary = null)
{
    /// <summary>Its row of table image_statistic; null for none.</summary>
    public ImageStatisticRow? Statistics { get; init; }
}
