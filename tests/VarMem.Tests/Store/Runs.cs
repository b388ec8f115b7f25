using VarMem.Store;
using VarMem.Store.DuckDb;

namespace VarMem.Tests.Store;

/// <summary>A small run: 3 layers with 3,000 units in all, so that an image takes more than a chunk.</summary>
static class Runs
{
    internal const int Units = 3000;

    internal static RunDescription Small { get; } = new()
    {
        Settings = [new("augmentations", "8"), new("crop", "random"), new("class-list", null)],
        ImagesFolder = "/data/flags",
        Models = [new("transformer", "aa11", 1_000_000, """{"depth":2}"""), new("tokenizer", "bb22", 500, null)],
        Layers =
        [
            new(0, "blocks.0.ffn.fc1", "transformer", 0, "ffn.fc1", 1900, 0),
            new(1, "blocks.1.ffn.fc1", "transformer", 1, "ffn.fc1", 1000, 1900),
            new(2, "post_quant_conv", "tokenizer", null, "post_quant_conv", 100, 2900),
        ],
    };

    /// <summary>The same with standard errors: another run.</summary>
    internal static RunDescription Noisy { get; } = Small with { Settings = [.. Small.Settings, new("crop_noise", "true")], CropNoise = true };

    /// <summary>The standard error that every test gives to it.</summary>
    internal static float Error(int image, int unit) => unit - image / 4096f;

    /// <summary>The activation that every test gives to an image's unit.</summary>
    internal static float Mu(int image, int unit) => image + unit / 4096f;

    internal static ImageRow Image(int id) =>
        new(id, $"train/flags/{id}.png", id % 7, "flags", id % 2 == 0 ? "train" : null, 72, 71, "cc33")
        {
            Statistics = new()
            {
                LuminanceMean = 1 / (id + 1.0),
                LuminanceVariance = id,
                Colourfulness = -id,
                EdgeDensity = id / 3.0,
                HighFrequency = id + 0.5,
                Entropy = id * 2,
                ConstantArea = id / 7.0,
                CompressedSize = id + 1000,
            },
        };

    internal static void Append(this ActivationStore store, params int[] ids) => store.Append(withNoise: false, ids);

    /// <param name="withNoise">As a store of <see cref="Noisy"/> asks for.</param>
    internal static void Append(this ActivationStore store, bool withNoise, params int[] ids)
    {
        var mu = new float[ids.Length * Units];
        for (var i = 0; i < mu.Length; i++)
            mu[i] = Mu(ids[i / Units], i % Units);
        var errors = new float[withNoise ? mu.Length : 0];
        for (var i = 0; i < errors.Length; i++)
            errors[i] = Error(ids[i / Units], i % Units);
        store.Append([.. ids.Select(Image)], mu, standardErrors: errors);
    }

    /// <summary>The database holds the activations of just these images, each once and whole.</summary>
    internal static void RequireImages(this DuckDbConnection connection, params int[] ids)
    {
        Assert.Equal(ids.Order(), connection.Rows("SELECT image_id FROM image ORDER BY image_id", row => row.GetInt32(0)));
        Assert.Equal(ids.Order().Select(id => (id, Image(id).Statistics)), Statistics(connection));
        connection.RequireValues("SELECT image_id, unit_id, mu FROM activation ORDER BY image_id, unit_id", ids, Mu);
    }

    /// <summary>The same for the standard errors.</summary>
    internal static void RequireNoise(this DuckDbConnection connection, params int[] ids) =>
        connection.RequireValues("SELECT image_id, unit_id, standard_error FROM activation_noise ORDER BY image_id, unit_id", ids, Error);

    static void RequireValues(this DuckDbConnection connection, string sql, int[] ids, Func<int, int, float> value)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        foreach (var id in ids.Order())
        {
            for (var unit = 0; unit < Units; unit++)
            {
                Assert.True(reader.Read());
                Assert.Equal((id, unit, value(id, unit)), (reader.GetInt32(0), reader.GetInt32(1), reader.GetFloat(2)));
            }
        }
        Assert.False(reader.Read());
    }

    static List<(int, ImageStatisticRow?)> Statistics(DuckDbConnection connection) => connection.Rows(
        "FROM image_statistic ORDER BY image_id",
        row => (row.GetInt32(0), (ImageStatisticRow?)new ImageStatisticRow
        {
            LuminanceMean = row.GetDouble(1),
            LuminanceVariance = row.GetDouble(2),
            Colourfulness = row.GetDouble(3),
            EdgeDensity = row.GetDouble(4),
            HighFrequency = row.GetDouble(5),
            Entropy = row.GetDouble(6),
            ConstantArea = row.GetDouble(7),
            CompressedSize = row.GetInt32(8),
        }));
}
