using VarMem.Store.DuckDb;

namespace VarMem.Tests.Analysis;

/// <summary>A row of tables generation and similarity together.</summary>
sealed record RandomSimilarity(int GenerationId, int? Intervention, int Label, int? Attempted, int Given, int? Sample, int ImageId, string Reference, string Measure, double Value);

/// <summary>What varmem extraction would have written of a made-up database; values are few, so that ties are likely.</summary>
sealed class RandomGenerations
{
    public const double FalsePositives = 0.3;

    static readonly string[] Measures = ["cosine", "l2", "tiled_l2"];

    readonly RandomCase _data;

    public RandomGenerations(RandomCase data, int seed)
    {
        _data = data;
        var random = new Random(seed);
        var tried = Enumerable.Range(0, data.ImageCount).Where(_ => random.Next(5) > 0).ToArray();
        Candidates = [.. tried.Select(image => (image, random.Next(4)))];
        var id = 0;
        foreach (var image in tried)
            for (var given = 0; given < 2; given++)
                Add(random.Next(6) == 0 ? 0 : null, image, given, null, [("decoded", image), ("image", image)]);
        for (var sample = 0; sample < 8; sample++)
            Add(random.Next(8) == 0 ? 0 : null, null, 0, sample, [.. Nearest("train"), .. Nearest("val")]);
        var samples = Similarities.Where(row => row.Sample is not null && row.Intervention is null).Select(row => (row.GenerationId, row.Label)).Distinct().ToArray();
        Pairs = [.. from one in samples from other in samples where one.GenerationId < other.GenerationId && one.Label == other.Label && random.Next(2) == 0 select (one.GenerationId, other.GenerationId)];

        IEnumerable<(string, int)> Nearest(string split) =>
            data.Members(split) is { Length: > 0 } members ? [($"nearest_{split}", members[random.Next(members.Length)])] : [];

        void Add(int? intervention, int? image, int given, int? sample, (string Reference, int Image)[] references)
        {
            foreach (var (reference, other) in references)
                foreach (var measure in Measures)
                    Similarities.Add(new(
                        id, intervention, sample % 2 ?? 0, image is { } i ? RandomCase.ImageId(i) : null, given, sample,
                        RandomCase.ImageId(other), reference, measure, random.Next(5) / 4.0));
            id++;
        }
    }

    /// <summary>Images and how many of four tokens are the likeliest.</summary>
    public (int Image, int TopCount)[] Candidates { get; }

    public List<RandomSimilarity> Similarities { get; } = [];

    public (int One, int Other)[] Pairs { get; }

    /// <summary>canary, train, val or image.</summary>
    public string Population(int imageId)
    {
        var image = _data.Images[(imageId - 1) / 3];
        return image.Split == "val" ? "val" : image.Canary is true ? "canary" : image.Split == "train" || image.Canary is false ? "train" : "image";
    }

    public void WriteTo(DuckDbConnection connection)
    {
        connection.Run("DELETE FROM candidate; DELETE FROM generation; DELETE FROM similarity; DELETE FROM sample_pair; DELETE FROM setting");
        connection.Run($"INSERT INTO setting VALUES ('extraction_false_positives', '{FalsePositives}')");
        foreach (var (image, top) in Candidates)
            connection.Run("INSERT INTO candidate VALUES (?, 4, ?)", RandomCase.ImageId(image), top);
        foreach (var row in Similarities)
            connection.Run("INSERT INTO similarity VALUES (?, ?, ?, ?, ?)", row.GenerationId, row.ImageId, row.Reference, row.Measure, row.Value);
        foreach (var row in Similarities.DistinctBy(row => row.GenerationId))
            connection.Run("INSERT INTO generation VALUES (?, ?, ?, ?, ?, ?, NULL, NULL)", row.GenerationId, row.Intervention, row.Label, row.Attempted, row.Given, row.Sample);
        foreach (var (one, other) in Pairs)
            connection.Run("INSERT INTO sample_pair VALUES (?, ?, 0.1)", one, other);
    }
}
