using VarMem.Terminal;

namespace VarMem.Slurm;

/// <summary>The folder of a job: its scripts, shards, logs and marks.</summary>
static class SlurmFolder
{
    const string Extract = "extract.sbatch", Merge = "merge.sbatch", Submit = "submit.sh";

    /// <summary>What a line of the scripts begins with on which the shards' content depends.</summary>
    static readonly string[] Decisive = ["cd ", "shards=", "options=", "database="];

    /// <summary>
    /// Writes the scripts; others may be given anew, such as a longer time, as long as the shards stay the same. Where they are to be merged
    /// otherwise than they have been, submit.sh merges them again.
    /// </summary>
    /// <returns>The files, that to run the last.</returns>
    /// <exception cref="UsageException">The folder has shards of other options.</exception>
    public static IReadOnlyList<string> Write(SlurmJob job)
    {
        var scripts = new (string File, string Text)[]
        {
            (Path.Combine(job.Folder, Extract), SlurmScripts.Extract(job)),
            (Path.Combine(job.Folder, Merge), SlurmScripts.Merge(job)),
            (Path.Combine(job.Folder, Submit), SlurmScripts.Submit(job)),
        };
        var shards = Directory.CreateDirectory(Path.Combine(job.Folder, "shards"));
        if (shards.EnumerateFileSystemInfos().Any() && scripts.Any(script => !File.Exists(script.File) || !Same(File.ReadAllText(script.File), script.Text)))
            throw new UsageException($"{job.Folder} has shards of other options; expected the same ones as before, or another folder with --out");
        if (File.Exists(scripts[1].File) && Kept(File.ReadAllText(scripts[1].File)) != Kept(scripts[1].Text))
            foreach (var mark in (ReadOnlySpan<string>)["merged.done", "analyzed.done"]) File.Delete(Path.Combine(job.Folder, mark));
        Directory.CreateDirectory(Path.Combine(job.Folder, "logs")); // a job whose log has no folder ends without a word
        foreach (var (file, text) in scripts) File.WriteAllText(file, text);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(scripts[^1].File, File.GetUnixFileMode(scripts[^1].File) | UnixFileMode.UserExecute | UnixFileMode.GroupExecute);
        return [.. scripts.Select(script => script.File)];

        static string? Kept(string merge) => merge.Split('\n').FirstOrDefault(line => line.StartsWith("keep=", StringComparison.Ordinal));

        static bool Same(string before, string now) => DecisiveLines(before).SequenceEqual(DecisiveLines(now));

        static IEnumerable<string> DecisiveLines(string script) =>
            script.Split('\n').Where(line => Decisive.Any(start => line.StartsWith(start, StringComparison.Ordinal)));
    }
}
