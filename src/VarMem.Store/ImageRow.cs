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
    int? TrainRepeats = null);
