namespace VarMem.Tests;

/// <summary>The files that are in the repository.</summary>
static class Repository
{
    static readonly string Root = FindRoot();

    public static string File(params string[] parts) => Path.Combine([Root, .. parts]);

    static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (folder is not null && !System.IO.File.Exists(Path.Combine(folder, "VarMem.sln"))) folder = Path.GetDirectoryName(folder);
        return folder ?? throw new DirectoryNotFoundException("no folder above the tests holds VarMem.sln");
    }
}
