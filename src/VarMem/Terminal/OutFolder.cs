namespace VarMem.Terminal;

/// <summary>The folder that --out names.</summary>
static class OutFolder
{
    /// <exception cref="UsageException">There is a file with its name.</exception>
    public static void Require(string folder)
    {
        if (File.Exists(folder)) throw new UsageException($"--out {folder} is a file; expected a folder, or a path where nothing is yet");
    }
}
