namespace VarMem.Tests.Store;

/// <summary>A fresh folder, deleted with what is in it.</summary>
sealed class TemporaryFolder : IDisposable
{
    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("varmem-store-");

    internal string FullName => _folder.FullName;

    internal string File(string name) => Path.Combine(_folder.FullName, name);

    public void Dispose() => _folder.Delete(recursive: true);
}
