using VarMem.Models.Var;
using VarMem.Pipeline.Numpy;

namespace VarMem.Tests;

/// <summary>The embedded model, built once for all tests, and what the published PyTorch code makes of it.</summary>
static class EmojiModel
{
    static readonly Lazy<ModelFolder> Built = new(() => ModelBuilder.Build(
        Repository.File("models", "emoji", "vqvae.pth"), Repository.File("models", "emoji", "var.pth"),
        Path.Combine(AppContext.BaseDirectory, "emoji-model"), ModelFacts.Read(Repository.File("models", "emoji", "model.json"))));

    public static ModelFolder Folder => Built.Value;

    /// <summary>Crops an image in the reference arrays.</summary>
    public const int Augmentations = 8;

    public static NpyArray<T> Reference<T>(string name)
        where T : unmanaged => Npy.Read<T>(ReferenceFile(name));

    public static string ReferenceFile(string name) => Repository.File("tests", "reference", "emoji", name);
}
