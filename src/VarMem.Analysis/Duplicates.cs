using System.Globalization;
using VarMem.Analysis.Similarity;
using VarMem.Analysis.Statistics;
using VarMem.Store.DuckDb;

namespace VarMem.Analysis;

/// <summary>The images of a database as they are compared: in the order of their numbers.</summary>
/// <param name="Ids">The image_id of each.</param>
/// <param name="Classes">The class of each; null where images have none.</param>
/// <param name="Images">What they look like.</param>
/// <param name="Tokens">The tokens (L) of each; null where no model was asked.</param>
public sealed record ComparedImages(IReadOnlyList<int> Ids, IReadOnlyList<int>? Classes, TiledImages Images, IReadOnlyList<long[]>? Tokens = null);

/// <summary>Near-duplicates among the images of a database: tables duplicate and multiplicity.</summary>
public static class Duplicates
{
    /// <summary>The threshold at which a share of the images has an image of another class below it.</summary>
    /// <exception cref="AnalysisException">There are no two classes, or so many exact copies between classes that no threshold keeps to the share.</exception>
    public static float Threshold(ComparedImages compared, double falsePositives, CancellationToken cancellation = default)
    {
        if (compared.Classes is not { } classes || classes.Distinct().Take(2).Count() < 2)
            throw Throw.NoOtherClass();
        var threshold = OtherClassThreshold.Of(compared.Images, classes, falsePositives, cancellation: cancellation);
        return threshold > 0 ? threshold : throw Throw.CopiesBetweenClasses(falsePositives);
    }

    /// <summary>Writes both tables and the settings in one transaction: a failure leaves those of before.</summary>
    /// <param name="falsePositives">The share that the threshold was taken from; null where it was given.</param>
    public static void Write(
        DuckDbConnection connection, ComparedImages compared, float threshold, double? falsePositives, CancellationToken cancellation = default)
    {
        var (ids, images) = (compared.Ids, compared.Images);
        var pairs = SimilarPairs.Below(images, threshold, cancellation: cancellation);
        using var transaction = connection.BeginTransaction();
        connection.Run(Sql("duplicate"));
        connection.Append("duplicate", pairs.Select(pair => new object?[]
        {
            ids[pair.Image], ids[pair.Other], pair.Distance, pair.TiledDistance, Agreement(compared.Tokens, pair),
        }));
        connection.Run(Sql("multiplicity"));
        Store("duplicate_threshold", threshold);
        Store("duplicate_false_positives", falsePositives);
        Store("duplicate_side", images.Grid.Width);
        Store("duplicate_tiles", images.Grid.Tiles);
        transaction.Commit();

        void Store(string key, IFormattable? value) => Analyzer.Store(connection, key, value?.ToString(null, CultureInfo.InvariantCulture));
    }

    /// <summary>The share of the positions at which both have the same token.</summary>
    static double? Agreement(IReadOnlyList<long[]>? tokens, SimilarPair pair) =>
        tokens is null ? null : tokens[pair.Image].Zip(tokens[pair.Other], (a, b) => a == b ? 1.0 : 0).Average();

    /// <summary>What was found, in sentences.</summary>
    public static IReadOnlyList<string> Summary(DuckDbConnection connection) => connection.Rows(Sql("summary"), row => row.GetString(0));

    internal static string Sql(string name) => SqlFiles.Read("duplicates").Single(file => file.Name == name).Sql;
}
