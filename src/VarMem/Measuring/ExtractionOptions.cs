using VarMem.Models.Membership;
using VarMem.Models.Scoring;
using VarMem.Pipeline.Images;
using VarMem.Pipeline.Sources;

namespace VarMem.Measuring;

/// <summary>What to extract, from what, into which file.</summary>
readonly record struct ExtractionOptions()
{
    /// <summary>The network that the images go through.</summary>
    public required NetworkOptions Network { get; init; }

    /// <summary>The database file.</summary>
    public required string Database { get; init; }

    /// <summary>Folder of images, or tar files; with a manifest, the folder that image paths are told from.</summary>
    public string? Images { get; init; }

    /// <summary>A list of the classes of the validation images among them; null where their folders or shards tell.</summary>
    public string? ValLabels { get; init; }

    /// <summary>CSV of images.</summary>
    public string? Manifest { get; init; }

    /// <summary>Crops made elsewhere, images.npy.</summary>
    public string? Tensors { get; init; }

    /// <summary>Their labels, labels.npy; null for a network that takes none.</summary>
    public string? Labels { get; init; }

    /// <summary>A: crops an image.</summary>
    public int Augmentations { get; init; } = 8;

    public CropMode Crop { get; init; } = CropMode.Random;

    /// <summary>Shorter side before cropping as a multiple of the model's side; null for the model's own training ratio.</summary>
    public double? ResizeRatio { get; init; }

    /// <summary>Seed of the crops, and of the labels dropped and shuffled.</summary>
    public long Seed { get; init; }

    /// <summary>Probability with which a crop goes through the model as the null class.</summary>
    public double LabelDrop { get; init; }

    /// <summary>Whether each image goes through the model with the label of another class.</summary>
    public bool ShuffleLabels { get; init; }

    /// <summary>Whether the means of each scale alone are recorded too.</summary>
    public bool PerScale { get; init; }

    /// <summary>Whether the standard errors of the means over the crops are recorded too.</summary>
    public bool CropNoise { get; init; }

    /// <summary>What is recorded of the likelihood of the images' tokens.</summary>
    public Likelihood Likelihood { get; init; }

    /// <summary>Whether that of each token is recorded too.</summary>
    public bool TokenScores { get; init; }

    /// <summary>Which of the images.</summary>
    public Selection Selection { get; init; } = new();

    /// <summary>Which part of these; null for all.</summary>
    public Shard? Shard { get; init; }

    /// <summary>Crops a forward pass; null for what suits the network.</summary>
    public int? Batch { get; init; }

    /// <summary>Forward passes at a time; null for one a core.</summary>
    public int? Threads { get; init; }

    /// <summary>What to run on; null for a GPU where one can be used.</summary>
    public Device? Device { get; init; }

    public Precision Precision { get; init; }

    /// <summary>True to record an image that cannot be read and go on, false to stop there.</summary>
    public bool SkipErrors { get; init; } = true;
}
