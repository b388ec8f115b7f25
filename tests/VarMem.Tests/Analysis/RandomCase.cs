using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using VarMem.Store.DuckDb;

namespace VarMem.Tests.Analysis;

/// <summary>A layer of a made-up model.</summary>
readonly record struct RandomLayer(string Part, int Block, string Kind, int UnitCount);

/// <summary>
/// A small database: activations <paramref name="Mu"/> of shape (images, units), of which image i is number 3 i + 1, its split, and layers.
/// Every mu is a multiple of 2^-12, so that doubles add them up exactly and ties are ties.
/// </summary>
sealed record RandomCase(float[,] Mu, string?[] Split, RandomLayer[] Layers)
{
    static readonly (string Part, int Block, string Kind)[] Places =
    [
        ("transformer", 0, "attn.proj"), ("transformer", 0, "ffn.fc1"), ("transformer", 1, "attn.proj"), ("transformer", 1, "ffn.fc1"),
        ("tokenizer", 0, "encoder.conv_in"), ("tokenizer", 2, "encoder.conv_out"),
    ];

    /// <summary>Small whole numbers, which make ties of images and of units likely, or any.</summary>
    static readonly Gen<float> Activation = Gen.OneOf(
        Gen.Choose(0, 3).Select(k => (float)k),
        Gen.Choose(0, 1 << 14).Select(k => k / 4096f));

    public static Arbitrary<RandomCase> Arbitrary { get; } = (
        from images in Gen.Choose(0, 7)
        from sizes in Gen.Choose(1, 4).ArrayOf(Places.Length)
        from split in Gen.Elements<string?>("train", "train", "val", "val", null).ArrayOf(images)
        from mu in Activation.ArrayOf(images * sizes.Sum())
        select new RandomCase(
            Reshape(mu, images, sizes.Sum()),
            split,
            [.. Places.Zip(sizes, (place, size) => new RandomLayer(place.Part, place.Block, place.Kind, size))])).ToArbitrary();

    public int ImageCount => Mu.GetLength(0);
    public int UnitCount => Mu.GetLength(1);

    public static int ImageId(int image) => 3 * image + 1;

    /// <summary>The layer of each unit.</summary>
    public RandomLayer[] LayerOfUnit => [.. Layers.SelectMany(layer => Enumerable.Repeat(layer, layer.UnitCount))];

    public RandomCase Scale(float factor) => this with { Mu = Map((i, u) => Mu[i, u] * factor) };

    public RandomCase ReverseImages() => this with { Mu = Map((i, u) => Mu[ImageCount - 1 - i, u]), Split = [.. Split.Reverse()] };

    /// <summary>Replaces what the tables image, layer and activation hold.</summary>
    public void WriteTo(DuckDbConnection connection)
    {
        connection.Run("DELETE FROM image; DELETE FROM layer; DELETE FROM activation");
        var firsts = Layers.Select((_, l) => Layers.Take(l).Sum(layer => layer.UnitCount));
        Insert("layer", Layers.Zip(firsts, (layer, first) =>
            $"(0, 'x', '{layer.Part}', {layer.Block}, '{layer.Kind}', {layer.UnitCount}, {first})"));
        var images = Enumerable.Range(0, ImageCount);
        Insert("image (image_id, path, split, done_at)", images.Select(i =>
            $"({ImageId(i)}, 'x', {(Split[i] is null ? "NULL" : $"'{Split[i]}'")}, '2026-01-01')"));
        // With an exponent, or DuckDB reads a decimal, whose conversion to FLOAT is inexact.
        Insert("activation", images.SelectMany(i => Enumerable.Range(0, UnitCount).Select(u =>
            string.Create(CultureInfo.InvariantCulture, $"({ImageId(i)}, {u}, {Mu[i, u]:E16})"))));

        void Insert(string table, IEnumerable<string> rows)
        {
            if (rows.Any())
                connection.Run($"INSERT INTO {table} VALUES {string.Join(", ", rows)}");
        }
    }

    public override string ToString() => string.Join('\n', Enumerable.Range(0, ImageCount).Select(i =>
        $"{Split[i] ?? "NULL",-5} {string.Join(' ', Enumerable.Range(0, UnitCount).Select(u => Mu[i, u]))}"));

    float[,] Map(Func<int, int, float> value)
    {
        var mapped = new float[ImageCount, UnitCount];
        for (var i = 0; i < ImageCount; i++)
            for (var u = 0; u < UnitCount; u++)
                mapped[i, u] = value(i, u);
        return mapped;
    }

    static float[,] Reshape(float[] values, int rows, int columns)
    {
        var matrix = new float[rows, columns];
        Buffer.BlockCopy(values, 0, matrix, 0, values.Length * sizeof(float));
        return matrix;
    }
}
