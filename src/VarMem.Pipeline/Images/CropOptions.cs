namespace VarMem.Pipeline.Images;

public enum CropMode
{
    Random,
    Center,
}

/// <summary>How crops are cut.</summary>
public readonly record struct CropOptions()
{
    /// <summary>Width and height of a crop in pixels.</summary>
    public required int Side { get; init; }

    /// <summary>A: crops an image.</summary>
    public int Augmentations { get; init; } = 8;

    public CropMode Mode { get; init; } = CropMode.Random;

    /// <summary>With the image's path and the crop's index, all that random offsets depend on.</summary>
    public long Seed { get; init; }
}
