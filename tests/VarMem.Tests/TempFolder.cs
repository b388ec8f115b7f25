namespace VarMem.Tests;

/// <summary>A fresh folder, deleted with all that is in it.</summary>
sealed class TempFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("varmem-").FullName;

    /// <summary>A path below the folder, whose own folder is made.</summary>
    public string File(string relative)
    {
        var path = System.IO.Path.Combine(Path, relative);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        return path;
    }

    public string Write(string relative, string text) => Write(relative, System.Text.Encoding.UTF8.GetBytes(text));

    public string Write(string relative, byte[] content)
    {
        System.IO.File.WriteAllBytes(File(relative), content);
        return File(relative);
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
