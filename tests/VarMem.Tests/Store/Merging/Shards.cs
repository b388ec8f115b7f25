using VarMem.Store;

namespace VarMem.Tests.Store.Merging;

/// <summary>
/// Databases as <c>extract --shard</c> leaves them, of a small run with everything that can be recorded: 12 units, means of two scales
/// (word_embed has none of the first) and standard errors. Means are whole numbers from 0 to 7, so that most are tied.
/// </summary>
static class Shards
{
    internal const int Units = 12;

    internal static RunDescription Run { get; } = new()
    {
        Settings = [new("augmentations", "8"), new("seed", "0"), new("crop_noise", "true"), new("per_scale", "true")],
        ImagesFolder = "/data",
        Models = [new("transformer", "aa11", 1_000_000, """{"depth":1}"""), new("tokenizer", "bb22", 500, null)],
        ScaleSides = [1, 2],
        CropNoise = true,
        Layers =
        [
            new(0, "word_embed", "transformer", null, "word_embed", 3, 0, FirstScale: 1),
            new(1, "blocks.0.ffn.fc1", "transformer", 0, "ffn.fc1", 7, 3, FirstScale: 0),
            new(2, "quant_conv", "tokenizer", null, "quant_conv", 2, 10),
        ],
    };

    internal static float Mu(int image, int unit) => (image * 5 + image / 8 + unit * 3) % 8;

    internal static string? Split(int image) => (image % 3) switch { 0 => "train", 1 => "val", _ => null };

    /// <param name="folder">Where.</param>
    /// <param name="name">The file.</param>
    /// <param name="shard">Such as "2/3"; null for a run that was not dealt to shards.</param>
    /// <param name="selected">Images of all shards.</param>
    /// <param name="images">image_ids of those that it measured.</param>
    /// <param name="failed">Those that it could not.</param>
    /// <param name="run">Another run than <see cref="Run"/>.</param>
    internal static string Write(
        this TempFolder folder, string name, string? shard, int selected, IEnumerable<int> images, IEnumerable<int>? failed = null, RunDescription? run = null)
    {
        run ??= Run;
        KeyValuePair<string, string?>[] dealt = shard is null ? [] : [new("shard", shard), new("shard_images", $"{selected}")];
        using var store = ActivationStore.Open(folder.File(name), run with { Settings = [.. run.Settings, .. dealt] });
        foreach (var image in failed ?? [])
            store.Fail(image, $"{image}.png", "broken");
        store.Append([.. images]);
        return folder.File(name);
    }

    /// <summary>Changes a finished file.</summary>
    internal static void Change(string file, string sql)
    {
        using var connection = DatabaseFile.OpenReadWrite(file);
        connection.Run(sql);
    }

    internal static List<string> Texts(string file, string sql)
    {
        using var connection = DatabaseFile.OpenReadOnly(file);
        return connection.Rows(sql, row => row.GetString(0));
    }

    static void Append(this ActivationStore store, int[] images)
    {
        var units = Enumerable.Range(0, Units).ToArray();
        store.Append(
            [.. images.Select(i => new ImageRow(i, $"{i}.png", i % 5, $"class {i % 5}", Split(i), 64, 64, "cc33") { Statistics = Runs.Image(i).Statistics })],
            [.. images.SelectMany(i => units.Select(u => Mu(i, u)))],
            [.. images.SelectMany(i => units[..10].Concat(units[..10]).Select(u => Mu(i, u) / 2))],
            [.. images.SelectMany(i => units.Select(u => i + u / 16f))]);
    }
}
