using System.Diagnostics;

namespace VarMem.Tests.Slurm;

/// <summary>Runs scripts where Slurm's commands are small scripts that tell how they were called.</summary>
static class Shell
{
    /// <summary>Puts a command of this name on the path of what is run in the folder.</summary>
    public static void Command(TempFolder folder, string name, string script)
    {
        var file = folder.Write($"bin/{name}", $"#!/bin/bash\n{script}\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }

    /// <returns>Exit code, and what it wrote on both streams.</returns>
    public static (int ExitCode, string Said) Run(TempFolder folder, params string[] words) => Run(folder, [], words);

    public static (int ExitCode, string Said) Run(TempFolder folder, IEnumerable<(string Name, string Value)> environment, params string[] words)
    {
        var start = new ProcessStartInfo("bash", ["-c", "\"$@\" 2>&1", "bash", .. words]) { RedirectStandardOutput = true, WorkingDirectory = folder.Path };
        start.Environment["PATH"] = $"{folder.File("bin")}:{Environment.GetEnvironmentVariable("PATH")}";
        foreach (var (name, value) in environment) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var said = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, said);
    }
}
