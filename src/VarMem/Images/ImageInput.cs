using System.Globalization;
using System.Security.Cryptography;
using VarMem.Measuring;
using VarMem.Pipeline;
using VarMem.Pipeline.Images;
using VarMem.Pipeline.Sources;
using VarMem.Pipeline.Sources.Shards;
using VarMem.Pipeline.Statistics;
using VarMem.Pipeline.Views;
using VarMem.Terminal;

namespace VarMem.Images;

/// <summary>Images from wherever the command line names them, as one view that ends in crops.</summary>
/// <param name="View">Rows with the image's columns, its crops (A, 3, side, side) and, where it is a file, its statistics.</param>
/// <param name="Source">The images as files; null for tensors.</param>
/// <param name="Augmentations">Crops an image, A.</param>
/// <param name="Settings">What the crops depend on besides the files.</param>
sealed record ImageInput(IDataView View, ImageSource? Source, int Augmentations, IReadOnlyList<KeyValuePair<string, string?>> Settings)
{
    public static ImageInput Open(ExtractionOptions options, Network network) =>
        (options.Tensors is null ? Files(options, network) : Tensors(options, network)).WithLabels(options, network);

    static ImageInput Files(ExtractionOptions options, Network network)
    {
        var (side, labelled) = (network.Graph.Side, network.ClassNames is not null);
        var ratio = options.ResizeRatio ?? network.ResizeRatio;
        var crops = new CropOptions { Side = side, Augmentations = options.Augmentations, Mode = options.Crop, Seed = options.Seed };
        var valLabels = options.ValLabels is { } list ? SynsetList.Read(list) : null;
        var source = options.Manifest is { } manifest ? ImageManifest.Open(manifest, options.Images, network.ClassNames?.Count, labelled)
            : ShardNames.Find(options.Images!) is { } shards ? ImageShards.Open(shards, network.ClassNames, labelled, valLabels)
            : ImageFolder.Open(options.Images!, network.ClassNames, labelled, valLabels);
        var shorter = ResizeImages.ShorterSide(ratio, side);
        var view = new LoadImages()
            .Append(new ResizeImages(side, Columns.Fitted)).Append(new MeasureImages(side)) // what the network could see at r = 1
            .Append(new ResizeImages(shorter)).Append(new CropImages(crops))
            .Fit(source).Transform(source);
        return new ImageInput(view, source, options.Augmentations,
        [
            new("augmentations", $"{options.Augmentations}"),
            new("crop", options.Crop == CropMode.Center ? "center" : "random"),
            new("resize_ratio", ratio.ToString(CultureInfo.InvariantCulture)),
            new("seed", options.Crop == CropMode.Center ? null : $"{options.Seed}"),
        ]);
    }

    static ImageInput Tensors(ExtractionOptions options, Network network)
    {
        var side = network.Graph.Side;
        if (network.ClassNames is not null && options.Labels is null) throw new UsageException("--tensors needs --labels: one label an image");
        var source = options.Labels is { } labels
            ? TensorFile.Open(options.Tensors!, labels, network.ClassNames?.Count)
            : TensorFile.Open(options.Tensors!, options.Augmentations);
        if (source.Height != side || source.Width != side)
            throw new UsageException($"{options.Tensors}: crops of {source.Height}×{source.Width}; {network.Graph.File} takes {side}×{side}");
        return new ImageInput(source, null, source.Augmentations,
        [
            new("augmentations", $"{source.Augmentations}"),
            new("crop", "tensors"),
            new("tensors_sha256", Sha256(options.Tensors!)),
            new("labels_sha256", options.Labels is null ? null : Sha256(options.Labels)),
            new("resize_ratio", null),
            new("seed", null),
        ]);
    }

    /// <summary>With a column of the label that each crop goes through the network with, where that takes labels.</summary>
    ImageInput WithLabels(ExtractionOptions options, Network network)
    {
        if (network.ClassNames is not { Count: var classes }) return this;
        var drop = new LabelDropOptions { Probability = options.LabelDrop, NullClass = classes, Augmentations = Augmentations, Seed = options.Seed };
        var settings = new[]
        {
            KeyValuePair.Create("label_drop", options.LabelDrop > 0 ? options.LabelDrop.ToString(CultureInfo.InvariantCulture) : null),
            KeyValuePair.Create("label_drop_seed", options.LabelDrop > 0 ? $"{options.Seed}" : null),
            KeyValuePair.Create("shuffle_labels", options.ShuffleLabels ? "true" : null),
            KeyValuePair.Create("shuffle_labels_seed", options.ShuffleLabels ? $"{options.Seed}" : null),
        };
        var view = new DropLabels(drop).Transform(View);
        if (options.ShuffleLabels) view = new ShuffleLabels(new() { ClassCount = classes, Seed = options.Seed }).Transform(view);
        return this with { View = view, Settings = [.. Settings, .. settings] };
    }

    static string Sha256(string file)
    {
        using var stream = File.OpenRead(file);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
