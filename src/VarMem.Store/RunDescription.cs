namespace VarMem.Store;

/// <summary>What determines an extraction's numbers: two runs may share a file only if all of it is equal.</summary>
public sealed record RunDescription
{
    /// <summary>Every setting that results depend on, as the command line spells it; null where it does not apply.</summary>
    public required IReadOnlyList<KeyValuePair<string, string?>> Settings { get; init; }

    /// <summary>The folder that image paths start from, for those who show the images; null where there are no files. It may move.</summary>
    public string? ImagesFolder { get; init; }

    public required IReadOnlyList<ModelRow> Models { get; init; }

    /// <summary>The hooked layers; their units count on from 0 without a gap.</summary>
    public required IReadOnlyList<LayerRow> Layers { get; init; }

    /// <summary>Sides of the scales that the transformer's tokens belong to; empty for a network without.</summary>
    public IReadOnlyList<int> ScaleSides { get; init; } = [];

    /// <summary>Whether the standard errors of the means over the crops are recorded too.</summary>
    public bool CropNoise { get; init; }

    /// <summary>What is recorded of the likelihood of the images' tokens; null for nothing.</summary>
    public LikelihoodDescription? Likelihood { get; init; }

    /// <summary>Units of all layers.</summary>
    public int UnitCount => Layers.Sum(l => l.UnitCount);
}

/// <summary>A row of table model: a checkpoint. Two are the same if their SHA-256 is.</summary>
public sealed record ModelRow(string Part, string Sha256, long? Parameters, string? Description);

/// <summary>A row of table layer.</summary>
/// <param name="FirstScale">The first scale that its means are recorded for alone; null where none are.</param>
public sealed record LayerRow(
    int LayerId, string Name, string Part, int? Block, string Kind, int UnitCount, int FirstUnit, int? FirstScale = null);
