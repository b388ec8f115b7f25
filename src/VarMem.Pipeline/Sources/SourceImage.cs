using VarMem.Pipeline.Images;

namespace VarMem.Pipeline.Sources;

/// <summary>One image of a source, as <see cref="Columns"/> describes it; no file is opened for it.</summary>
public sealed record SourceImage(
    int ImageId, string Path, ImageFile File, int? Label, string? ClassName, string? Split, int? TrainRepeats, bool? Canary = null);
