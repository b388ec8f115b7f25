namespace VarMem.Pipeline.Images;

/// <summary>What is a picture by its name.</summary>
static class PictureNames
{
    public static readonly string[] Endings = [".jpg", ".jpeg", ".png", ".webp", ".gif", ".tif", ".tiff"];

    /// <summary>Whether the name ends as a picture's does, in capitals or not.</summary>
    public static bool IsPicture(string name) => Endings.Contains(Path.GetExtension(name).ToLowerInvariant());

    /// <summary>Hidden files are none: what begins with a dot, such as macOS's resource forks.</summary>
    public static bool IsHidden(string name) => name.StartsWith('.');
}
