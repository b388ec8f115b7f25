namespace VarMem.Store;

/// <summary>A row of table image_statistic, but for the image.</summary>
public sealed record ImageStatisticRow
{
    public required double LuminanceMean { get; init; }

    public required double LuminanceVariance { get; init; }

    public required double Colourfulness { get; init; }

    public required double EdgeDensity { get; init; }

    public required double HighFrequency { get; init; }

    public required double Entropy { get; init; }

    public required double ConstantArea { get; init; }

    public required int CompressedSize { get; init; }
}
