namespace VarMem.Pipeline.Images;

/// <summary>Where an image's bytes are: a file, or a member of a tar file.</summary>
/// <param name="Path">The file as it can be opened.</param>
/// <param name="Offset">The image's first byte in it.</param>
/// <param name="Length">The image's bytes; null for all to the file's end.</param>
public readonly record struct ImageFile(string Path, long Offset = 0, long? Length = null)
{
    public static implicit operator ImageFile(string path) => new(path);
}
