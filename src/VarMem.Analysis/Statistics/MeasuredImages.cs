using VarMem.Store.DuckDb;

namespace VarMem.Analysis.Statistics;

/// <summary>A set of images that metrics are computed over: its rows in <see cref="MeasuredImages"/>, rising.</summary>
readonly record struct Population(string Name, int[] Rows);

/// <summary>The images of a database by row 0…N−1, in the order of their numbers.</summary>
/// <param name="Ids">image_id.</param>
/// <param name="Splits">train, val or null.</param>
/// <param name="Classes">The class; −1 for images without, which are a class of their own.</param>
sealed record MeasuredImages(int[] Ids, string?[] Splits, int[] Classes)
{
    public int Count => Ids.Length;

    /// <summary>all, and each split that there is.</summary>
    public IReadOnlyList<Population> Populations { get; } =
    [
        new("all", [.. Enumerable.Range(0, Ids.Length)]),
        .. Splits.Index()
            .Where(image => image.Item is not null)
            .GroupBy(image => image.Item!, image => image.Index)
            .OrderBy(split => split.Key, StringComparer.Ordinal)
            .Select(split => new Population(split.Key, [.. split])),
    ];

    public static MeasuredImages Read(DuckDbConnection connection)
    {
        var rows = connection.Rows(
            "SELECT image_id, split, coalesce(class_id, -1) FROM image ORDER BY image_id",
            row => (Id: row.GetInt32(0), Split: row.IsDBNull(1) ? null : row.GetString(1), Class: row.GetInt32(2)));
        return new([.. rows.Select(row => row.Id)], [.. rows.Select(row => row.Split)], [.. rows.Select(row => row.Class)]);
    }

    /// <summary>Some of them.</summary>
    public MeasuredImages Only(IReadOnlySet<int> ids)
    {
        int[] rows = [.. Enumerable.Range(0, Count).Where(row => ids.Contains(Ids[row]))];
        return new([.. rows.Select(row => Ids[row])], [.. rows.Select(row => Splits[row])], [.. rows.Select(row => Classes[row])]);
    }

    /// <summary>Row by image_id.</summary>
    public Dictionary<int, int> RowOfId() => Ids.Index().ToDictionary(image => image.Item, image => image.Index);
}
