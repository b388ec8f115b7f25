using VarMem.Models.Var;

namespace VarMem.Benchmarks;

/// <summary>The embedded model, built beside the benchmarks.</summary>
static class Emoji
{
    public static readonly string Folder = Find(AppContext.BaseDirectory);

    public static ModelFolder Model() => ModelBuilder.Build(
        Path.Combine(Folder, "vqvae.pth"), Path.Combine(Folder, "var.pth"),
        Path.Combine(AppContext.BaseDirectory, "emoji-model"), ModelFacts.Read(Path.Combine(Folder, "model.json")));

    static string Find(string folder) => Path.Combine(folder, "models", "emoji") is var emoji && Directory.Exists(emoji) ? emoji
        : Find(Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("no folder above the benchmarks holds models/emoji"));
}
