using System.Globalization;
using VarMem.Analysis.Resampling;
using VarMem.Store.DuckDb;
using VarMem.Tests.Sql;

namespace VarMem.Tests.Analysis.Statistics;

/// <summary>
/// A database in memory of 40 images (numbers 1, 4, 7, …) in three classes, 25 of them for training and one without a split, and 37 units:
/// 30 of a transformer and 7 of a tokenizer, whose activations are whole eighths, with ties.
/// </summary>
sealed class MadeUpActivations : IDisposable
{
    public const int Images = 40, Units = 37, TransformerUnits = 30;

    public MadeUpActivations(int seed = 0)
    {
        var generator = new Generator("made-up activations", seed, 0);
        for (var i = 0; i < Images; i++)
        {
            for (var u = 0; u < Units; u++)
                Mu[i, u] = generator.Below(u % 5 == 0 ? 3 : 64) * (generator.Below(12) == 0 ? 4 : 1) / 8f;
        }
        Connection.Run("INSERT INTO layer VALUES (0, 'blocks.0.ffn.fc1', 'transformer', 0, 'ffn.fc1', 18, 0), (1, 'blocks.1.ffn.fc1', 'transformer', 1, 'ffn.fc1', 12, 18), (2, 'encoder.conv_in', 'tokenizer', 0, 'encoder.conv_in', 7, 30)");
        Connection.Run("INSERT INTO image (image_id, path, class_id, split, canary, done_at) VALUES " + string.Join(", ", Enumerable.Range(0, Images).Select(i =>
            $"({ImageId(i)}, 'x', {Class(i)}, {(Split(i) is { } split ? $"'{split}'" : "NULL")}, {i < 6}, '2026-01-01')")));
        Connection.Run("INSERT INTO activation VALUES " + string.Join(", ", Enumerable.Range(0, Images * Units).Select(k =>
            string.Create(CultureInfo.InvariantCulture, $"({ImageId(k / Units)}, {k % Units}, {Mu[k / Units, k % Units]:E9})"))));
        Connection.Run(
            """
            INSERT INTO image_statistic
            SELECT image_id, hash(image_id, 1) % 100, hash(image_id, 2) % 5, image_id % 7, 1, hash(image_id, 3) % 9, image_id, -image_id, class_id
            FROM image
            """);
    }

    public DuckDbConnection Connection { get; } = Database.OpenEmpty();

    /// <summary>(images, units)</summary>
    public float[,] Mu { get; } = new float[Images, Units];

    public static int ImageId(int image) => 3 * image + 1;

    public static int Class(int image) => image % 7 / 3;

    public static string? Split(int image) => image == 39 ? null : image < 25 ? "train" : "val";

    public static int[] Population(string name) =>
        [.. Enumerable.Range(0, Images).Where(image => name == "all" || Split(image) == name)];

    public void Dispose() => Connection.Dispose();
}
