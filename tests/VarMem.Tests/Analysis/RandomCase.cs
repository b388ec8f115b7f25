using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using VarMem.Store.DuckDb;

namespace VarMem.Tests.Analysis;

/// <summary>A layer of a made-up model.</summary>
readonly record struct RandomLayer(string Part, int? Block, string Kind, int UnitCount)
{
    /// <summary>The transformer's layers have scales; its head, as word_embed, none at scale 0.</summary>
    public bool HasScale(int scale) => Part == "transformer" && (scale > 0 || Block is not null);
}

/// <summary>
/// What is known of an image; <paramref name="Statistics"/> are the eight of image_statistic, or null for no file;
/// <paramref name="Membership"/> the values of <see cref="RandomCase.MembershipScores"/>, null for one that it lacks.
/// </summary>
sealed record RandomImage(string? Split, int? Class, bool? Canary, int[]? Statistics, int?[] Membership);

/// <summary>
/// A small database: activations <paramref name="Mu"/> of shape (images, units), of which image i is number 3 i + 1, those of each scale of the
/// same shape or of no scale, images and layers. Every mu is a multiple of 2^-12, so that doubles add them up exactly and ties are ties.
/// </summary>
sealed record RandomCase(float[,] Mu, float[][,] MuOfScale, RandomImage[] Images, RandomLayer[] Layers)
{
    static readonly (string Part, int? Block, string Kind)[] Places =
    [
        ("transformer", 0, "attn.proj"), ("transformer", 0, "ffn.fc1"), ("transformer", 1, "attn.proj"), ("transformer", 1, "ffn.fc1"),
        ("transformer", null, "head"), ("tokenizer", 0, "encoder.conv_in"), ("tokenizer", 2, "encoder.conv_out"),
    ];

    /// <summary>Lower for a member, but for the last two: higher, and a name that table score has not.</summary>
    public static readonly string[] MembershipScores = ["loss", "mink_10", "mink_20", "surp_2_10", "top_share", "unheard_of"];

    /// <summary>Small whole numbers, which make ties of images and of units likely, or any.</summary>
    static readonly Gen<float> Activation = Gen.OneOf(
        Gen.Choose(0, 3).Select(k => (float)k),
        Gen.Choose(0, 1 << 14).Select(k => k / 4096f));

    static readonly Gen<RandomImage> Image =
        from split in Gen.Elements<string?>("train", "train", "val", "val", null)
        from label in Gen.Elements<int?>(0, 0, 0, 2, 2, null)
        from canary in Gen.Elements<bool?>(true, false, null)
        from isFile in Gen.Elements(true, true, true, true, false)
        from statistics in Gen.Choose(0, 2).ArrayOf(8)
        from membership in Gen.Choose(-2, 2).ArrayOf(MembershipScores.Length)
        from hasSurp in Gen.Elements(true, true, false)
        select new RandomImage(
            split, label, canary, isFile ? statistics : null, [.. membership.Select((value, s) => s == 3 && !hasSurp ? null : (int?)value)]);

    public static Arbitrary<RandomCase> Arbitrary { get; } = (
        from count in Gen.Choose(0, 7)
        from measured in Image.ArrayOf(count)
        from isRecorded in Gen.Elements(true, true, false)
        let images = isRecorded ? measured : Array.ConvertAll(measured, image => image with { Membership = new int?[MembershipScores.Length] })
        from sizes in Gen.Choose(1, 4).ArrayOf(Places.Length)
        from scales in Gen.Elements(0, 2)
        from mu in Activation.ArrayOf((1 + scales) * images.Length * sizes.Sum())
        let all = mu.Chunk(Math.Max(1, images.Length * sizes.Sum())).Select(one => Reshape(one, images.Length, sizes.Sum())).ToArray()
        select new RandomCase(
            all.Length > 0 ? all[0] : new float[0, sizes.Sum()],
            all.Length > 0 ? all[1..] : [],
            images,
            [.. Places.Zip(sizes, (place, size) => new RandomLayer(place.Part, place.Block, place.Kind, size))])).ToArbitrary();

    public int ImageCount => Mu.GetLength(0);
    public int UnitCount => Mu.GetLength(1);

    public static int ImageId(int image) => 3 * image + 1;

    /// <summary>The layer of each unit.</summary>
    public RandomLayer[] LayerOfUnit => [.. Layers.SelectMany(layer => Enumerable.Repeat(layer, layer.UnitCount))];

    /// <summary>The images of train, val or all.</summary>
    public int[] Members(string population) =>
        [.. Enumerable.Range(0, ImageCount).Where(i => population == "all" || Images[i].Split == population)];

    public RandomCase Scale(float factor) => Map((mu, i, u) => mu[i, u] * factor);

    public RandomCase ReverseImages() => Map((mu, i, u) => mu[ImageCount - 1 - i, u]) with { Images = [.. Images.Reverse()] };

    /// <summary>Replaces what the tables of images, layers and activations hold.</summary>
    public void WriteTo(DuckDbConnection connection)
    {
        connection.Run(
            "DELETE FROM image; DELETE FROM image_statistic; DELETE FROM layer; DELETE FROM activation; DELETE FROM activation_scale; DELETE FROM membership_score");
        var firsts = Layers.Select((_, l) => Layers.Take(l).Sum(layer => layer.UnitCount));
        Insert("layer", Layers.Zip(firsts, (layer, first) => (layer, first)).Select((x, l) =>
            $"({l}, 'x', '{x.layer.Part}', {Sql(x.layer.Block)}, '{x.layer.Kind}', {x.layer.UnitCount}, {x.first})"));
        Insert("image (image_id, path, class_id, class_name, split, canary, done_at)", Images.Select((image, i) =>
            $"({ImageId(i)}, 'x', {Sql(image.Class)}, {Sql(image.Class is { } c ? $"class {c}" : null)}, {Sql(image.Split)}, {Sql(image.Canary)}, '2026-01-01')"));
        Insert("image_statistic", Images.Index().Where(image => image.Item.Statistics is not null).Select(image =>
            $"({ImageId(image.Index)}, {string.Join(", ", image.Item.Statistics!)})"));
        Insert("membership_score",
            from image in Images.Index()
            from score in image.Item.Membership.Index()
            where score.Item is not null
            select $"({ImageId(image.Index)}, '{MembershipScores[score.Index]}', {score.Item})");
        Insert("activation", Cells().Select(cell => $"({ImageId(cell.Image)}, {cell.Unit}, {Sql(Mu[cell.Image, cell.Unit])})"));
        Insert("activation_scale",
            from scale in MuOfScale.Index()
            from cell in Cells()
            where LayerOfUnit[cell.Unit].HasScale(scale.Index)
            select $"({ImageId(cell.Image)}, {cell.Unit}, {scale.Index}, {Sql(scale.Item[cell.Image, cell.Unit])})");

        void Insert(string table, IEnumerable<string> rows)
        {
            if (rows.Any())
                connection.Run($"INSERT INTO {table} VALUES {string.Join(", ", rows)}");
        }

        IEnumerable<(int Image, int Unit)> Cells() =>
            Enumerable.Range(0, ImageCount).SelectMany(i => Enumerable.Range(0, UnitCount).Select(u => (i, u)));
    }

    public override string ToString() => string.Join('\n', Images.Select((image, i) =>
        $"{image.Split ?? "NULL",-5} class {image.Class?.ToString() ?? "NULL"} canary {image.Canary?.ToString() ?? "NULL"} {Numbers(Mu, i)}"
        + string.Concat(MuOfScale.Select(scale => $" | {Numbers(scale, i)}"))
        + $" | {string.Join(' ', image.Statistics ?? [])} | {string.Join(' ', image.Membership)}"));

    string Numbers(float[,] mu, int image) => string.Join(' ', Enumerable.Range(0, UnitCount).Select(u => mu[image, u]));

    /// <summary>Floats with an exponent, or DuckDB reads a decimal, whose conversion to FLOAT is inexact.</summary>
    static string Sql(object? value) => value switch
    {
        null => "NULL",
        string text => $"'{text}'",
        float number => number.ToString("E16", CultureInfo.InvariantCulture),
        _ => FormattableString.Invariant($"{value}"),
    };

    RandomCase Map(Func<float[,], int, int, float> value)
    {
        return this with { Mu = Mapped(Mu), MuOfScale = Array.ConvertAll(MuOfScale, Mapped) };

        float[,] Mapped(float[,] mu)
        {
            var mapped = new float[ImageCount, UnitCount];
            for (var i = 0; i < ImageCount; i++)
                for (var u = 0; u < UnitCount; u++)
                    mapped[i, u] = value(mu, i, u);
            return mapped;
        }
    }

    static float[,] Reshape(float[] values, int rows, int columns)
    {
        var matrix = new float[rows, columns];
        Buffer.BlockCopy(values, 0, matrix, 0, values.Length * sizeof(float));
        return matrix;
    }
}
