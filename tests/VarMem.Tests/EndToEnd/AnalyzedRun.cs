using VarMem.Store;

namespace VarMem.Tests.EndToEnd;

/// <summary>A database of four images and three units, made by hand: every μ stands here.</summary>
static class AnalyzedRun
{
    static readonly string[] Paths = ["train/flags/a.png", "train/flags/b.png", "train/faces/c.png", "val/flags/d.png"];

    /// <summary>By image: the two units of blocks.0.ffn.fc1, and that of blocks.1.ffn.fc1.</summary>
    static readonly float[] Mu = [3, 1, 0, 1, 1, 0, 0.5f, 0.25f, 0, 0, 4, 2];

    /// <summary>Writes folder/a.duckdb, not analyzed yet, and pictures of its images but the last into folder/images.</summary>
    public static void Write(TempFolder folder)
    {
        foreach (var path in Paths[..^1])
            File.Copy(Repository.File("tests", "reference", "resize", "emoji.flag-af.png"), folder.File($"images/{path}"));
        using var store = ActivationStore.Open(folder.File("a.duckdb"), new RunDescription
        {
            Settings = [new("seed", "0")],
            ImagesFolder = folder.File("images"),
            Models = [new("transformer", "aa11", 1000, null)],
            Layers = [new(0, "blocks.0.ffn.fc1", "transformer", 0, "ffn.fc1", 2, 0), new(1, "blocks.1.ffn.fc1", "transformer", 1, "ffn.fc1", 1, 2)],
        });
        store.Append([.. Paths.Select((path, id) => new ImageRow(id, path, 0, path.Split('/')[1], path.Split('/')[0], 72, 72, "cc33", null))], Mu);
    }
}
