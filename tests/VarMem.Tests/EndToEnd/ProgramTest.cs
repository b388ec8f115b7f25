using VarMem.Store;
using VarMem.Store.DuckDb;

namespace VarMem.Tests.EndToEnd;

/// <summary>What the tests of the program share: a fresh working folder, the built emoji model and its images.</summary>
public abstract class ProgramTest : IDisposable
{
    private protected static readonly string Manifest = Repository.File("models", "emoji", "manifest.csv");

    private protected static readonly string Images = Repository.File("models", "emoji", "images");

    private protected TempFolder Folder { get; } = new();

    private protected static string Model => EmojiModel.Folder.Path;

    private protected VarMemProcess Run(FormattableString line) => VarMemProcess.Run(Folder.Path, line);

    /// <summary>Runs what is expected to succeed.</summary>
    private protected VarMemProcess Do(FormattableString line)
    {
        var run = Run(line);
        Assert.True(run.ExitCode == 0, $"varmem {line} ended with exit code {run.ExitCode}:\n{run.Error}");
        return run;
    }

    /// <summary>Runs what is expected to fail and gives its message, which is all that it said on stderr.</summary>
    private protected string Fails(int exitCode, FormattableString line)
    {
        var run = Run(line);
        Assert.Equal((exitCode, ""), (run.ExitCode, run.Output));
        Assert.StartsWith("error: ", run.Error, StringComparison.Ordinal);
        var message = run.Error["error: ".Length..].TrimEnd('\n');
        Assert.DoesNotContain('\n', message);
        return message;
    }

    /// <summary>Starts a line and kills it when its database, with what stands beside it, has grown by so many bytes.</summary>
    private protected void KillWhenGrown(FormattableString line, string database, long bytes)
    {
        using var process = VarMemProcess.Start(Folder.Path, line);
        process.PriorityClass = System.Diagnostics.ProcessPriorityClass.Idle;
        var before = Written();
        while (!process.HasExited && Written() < before + bytes) Thread.Sleep(1);
        process.Kill();
        process.WaitForExit();

        long Written() => Directory.GetFiles(Folder.Path, $"{database}*").Sum(file => new FileInfo(file) is { Exists: true } info ? info.Length : 0);
    }

    private protected DuckDbConnection Open(string database) => DatabaseFile.OpenReadOnly(Folder.File(database));

    public virtual void Dispose()
    {
        Folder.Dispose();
        GC.SuppressFinalize(this);
    }
}
