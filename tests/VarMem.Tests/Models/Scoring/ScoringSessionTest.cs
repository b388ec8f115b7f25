using VarMem.Models;
using VarMem.Models.Onnx;
using VarMem.Models.Scoring;
using VarMem.Models.Var;

namespace VarMem.Tests.Models.Scoring;

/// <summary>What a session says when it cannot be had or cannot run.</summary>
public class ScoringSessionTest
{
    static readonly IReadOnlyList<Hook> Hooks = HookPattern.Select(EmojiModel.Folder.Hooks, [HookPattern.Default]);

    [Fact]
    public void Batch_TooLarge()
    {
        var bytes = (Int128)int.MaxValue * (3 * 32 * 32 * sizeof(float) + sizeof(long) + Hooks.Sum(hook => hook.Units) * sizeof(float));
        Assert.Equal(
            $"a batch of {int.MaxValue} crops takes {bytes} bytes for pixels and results alone, more than there is; choose a smaller --batch.",
            Error(EmojiModel.Folder.Graph, int.MaxValue));
    }

    [Fact]
    public void Weights_GoneSinceOpening()
    {
        using var temp = new TempFolder();
        foreach (var file in Directory.GetFiles(EmojiModel.Folder.Path)) File.Copy(file, temp.File(Path.GetFileName(file)));
        var model = ModelFolder.Open(temp.Path);
        File.Delete(temp.File("weights.bin"));
        var message = Error(model.Graph, 4);
        Assert.StartsWith($"{temp.File("model.onnx")}: ONNX Runtime cannot prepare it for a batch of 4 (", message, StringComparison.Ordinal);
        Assert.EndsWith("); build the model again, or choose a smaller --batch.", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_LabelThatTheModelLacks()
    {
        using var session = new ScoringSession(EmojiModel.Folder.Graph, Hooks, new ScoringOptions { Batch = 1 });
        using var pass = session.NewPass();
        pass.Labels[0] = 1000;
        var message = Assert.Throws<ModelException>(pass.Run).Message;
        Assert.StartsWith(
            $"{Path.Combine(EmojiModel.Folder.Path, "model.onnx")}: ONNX Runtime failed on a batch of 1 (", message, StringComparison.Ordinal);
        Assert.EndsWith("); choose a smaller --batch, or build the model again.", message, StringComparison.Ordinal);
    }

    static string Error(HookableGraph graph, int batch) =>
        Assert.Throws<ModelException>(() => new ScoringSession(graph, Hooks, new ScoringOptions { Batch = batch }).Dispose()).Message;
}
