using VarMem.Models;
using VarMem.Models.Checkpoints;

namespace VarMem.Tests.Models.Checkpoints;

/// <summary>What the tests of this folder share: a fresh folder, and files opened from bytes.</summary>
public abstract class CheckpointFiles : IDisposable
{
    private protected TempFolder Folder { get; } = new();

    public void Dispose() => Folder.Dispose();

    private protected Checkpoint Open(byte[] file, string? part = null) => Checkpoint.Open(Folder.Write("it.pth", file), part);

    /// <summary>The message that opening gives, without the path that each begins with.</summary>
    private protected string OpenError(byte[] file, string? part = null) => Error(() => Open(file, part).Dispose());

    private protected string Error(Action action)
    {
        var message = Assert.Throws<ModelException>(action).Message;
        Assert.DoesNotContain('\n', message);
        var path = Path.Combine(Folder.Path, "it.pth") + ": ";
        Assert.StartsWith(path, message);
        return message[path.Length..];
    }
}
