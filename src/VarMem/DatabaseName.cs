namespace VarMem;

/// <summary>What a database goes by.</summary>
static class DatabaseName
{
    /// <summary>Its file's name; that of its folder where `varmem run` named the file.</summary>
    public static string Of(string file)
    {
        var path = Path.GetFullPath(file);
        var name = Path.GetFileNameWithoutExtension(path);
        return name == "varmem" && Path.GetFileName(Path.GetDirectoryName(path)) is { Length: > 0 } folder ? folder : name;
    }
}
