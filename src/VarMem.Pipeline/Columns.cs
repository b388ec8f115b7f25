namespace VarMem.Pipeline;

/// <summary>Names of the columns that sources and transforms make.</summary>
public static class Columns
{
    /// <summary>int: 0-based place of the image in its whole source; the same whatever subset is read.</summary>
    public const string ImageId = "ImageId";

    /// <summary>string: path below the images folder, with forward slashes; it seeds the crops.</summary>
    public const string Path = "Path";

    /// <summary><see cref="Images.ImageFile"/>: where the bytes are.</summary>
    public const string File = "File";

    /// <summary>int?: 0-based class; null where the source has no classes.</summary>
    public const string Label = "Label";

    /// <summary>string: name of the class; its number where the source gives no name; null where it has no classes.</summary>
    public const string ClassName = "ClassName";

    /// <summary>string: <c>train</c>, <c>val</c>, or null where the source has no splits.</summary>
    public const string Split = "Split";

    /// <summary>int?: how often a training epoch showed the image, where the source says so.</summary>
    public const string TrainRepeats = "TrainRepeats";

    /// <summary>bool?: whether the image was planted to be memorized, as the source says; else whether an epoch showed it more than once.</summary>
    public const string Canary = "Canary";

    /// <summary><see cref="Images.RgbImage"/>: the picture, as loaded or as resized.</summary>
    public const string Image = "Image";

    /// <summary><see cref="Images.RgbImage"/>: the picture with its shorter side at the network's, whatever crops are cut from.</summary>
    public const string Fitted = "Fitted";

    /// <summary><see cref="VarMem.Pipeline.Statistics.ImageStatistics"/>: what the picture looks like, in numbers.</summary>
    public const string Statistics = "Statistics";

    /// <summary>int: width of the file's picture in pixels, before resizing.</summary>
    public const string Width = "Width";

    /// <summary>int: height of the file's picture in pixels, before resizing.</summary>
    public const string Height = "Height";

    /// <summary>string: SHA-256 of the file's bytes, lower-case hexadecimal.</summary>
    public const string Sha256 = "Sha256";

    /// <summary><see cref="Views.VBuffer{T}"/> of float: the crops, (A, 3, side, side) in [−1, 1].</summary>
    public const string Crops = "Crops";

    /// <summary><see cref="Views.VBuffer{T}"/> of long: the label that each crop goes through the model with (A).</summary>
    public const string CropLabels = "CropLabels";
}
