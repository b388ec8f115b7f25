namespace VarMem.Tests.Charts;

/// <summary>The folder with VarMem.sln, above the test program.</summary>
static class Repository
{
    static readonly string Root = FindRoot(AppContext.BaseDirectory);

    public static string File(string path) => Path.Combine(Root, path);

    static string FindRoot(string folder) =>
        System.IO.File.Exists(Path.Combine(folder, "VarMem.sln")) ? folder : FindRoot(Path.GetDirectoryName(folder)!);
}
