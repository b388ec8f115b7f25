using System.Globalization;
using System.Security.Cryptography;
using VarMem.Models.Var;
using VarMem.Pipeline.Images;
using VarMem.Pipeline.Sources;
using VarMem.Pipeline.Views;
using VarMem.Terminal;

namespace VarMem;

/// <summary>Images from wherever the command line names them, as one view that ends in crops.</summary>
/// <param name="View">Rows with the image's columns and its crops (A, 3, side, side).</param>
/// <param name="Source">The images as files; null for tensors.</param>
/// <param name="Augmentations">Crops an image, A.</param>
/// <param name="Settings">What the crops depend on besides the files.</param>
sealed record ImageInput(IDataView View, ImageSource? Source, int Augmentations, IReadOnlyList<KeyValuePair<string, string?>> Settings)
{
    public static ImageInput Open(ExtractionOptions options, ModelFolder model) => options.Tensors is null ? Files(options, model) : Tensors(options, model);

    static ImageInput Files(ExtractionOptions options, ModelFolder model)
    {
        var (side, classes) = (model.Description.ImageSize, model.Description.Transformer.Architecture.ClassCount);
        var ratio = options.ResizeRatio ?? model.Description.ResizeRatio;
        var crops = new CropOptions { Side = side, Augmentations = options.Augmentations, Mode = options.Crop, Seed = options.Seed };
        var source = options.Manifest is { } manifest
            ? ImageManifest.Open(manifest, options.Images, classes)
            : ImageFolder.Open(options.Images!, model.Description.ClassNames);
        var shorter = ResizeImages.ShorterSide(ratio, side);
        var view = new LoadImages().Append(new ResizeImages(shorter)).Append(new CropImages(crops)).Fit(source).Transform(source);
        return new ImageInput(view, source, options.Augmentations,
        [
            new("augmentations", $"{options.Augmentations}"),
            new("crop", options.Crop == CropMode.Center ? "center" : "random"),
            new("resize_ratio", ratio.ToString(CultureInfo.InvariantCulture)),
            new("seed", options.Crop == CropMode.Center ? null : $"{options.Seed}"),
        ]);
    }

    static ImageInput Tensors(ExtractionOptions options, ModelFolder model)
    {
        var side = model.Description.ImageSize;
        var source = TensorFile.Open(options.Tensors!, options.Labels!, model.Description.Transformer.Architecture.ClassCount);
        if (source.Height != side || source.Width != side)
            throw new UsageException($"{options.Tensors}: crops of {source.Height}×{source.Width}; the model in {model.Path} takes {side}×{side}");
        return new ImageInput(source, null, source.Augmentations,
        [
            new("augmentations", $"{source.Augmentations}"),
            new("crop", "tensors"),
            new("tensors_sha256", Sha256(options.Tensors!)),
            new("labels_sha256", Sha256(options.Labels!)),
            new("resize_ratio", null),
            new("seed", null),
        ]);
    }

    static string Sha256(string file)
    {
        using var stream = File.OpenRead(file);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
