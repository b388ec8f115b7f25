using VarMem.Store.DuckDb;

namespace VarMem.Analysis;

/// <summary>U10 of a part: the percentile it begins at, the UnitMem there (null for a single image), and how large it is.</summary>
public readonly record struct U10(double Percentile, double? Threshold, long UnitCount, long U10Count);

/// <summary>How many images own units, and what share of the images those of U10 are.</summary>
public readonly record struct Ownership(long OwnerCount, long U10OwnerCount, double U10OwnerShare);

/// <summary>What the top percent of the images own of U10; the share is null where U10 is empty.</summary>
public readonly record struct Concentration(int TopPercent, long TopImages, long U10Owned, double? U10Share);

/// <summary>An image with a large NumMemUnits.</summary>
public readonly record struct TopImage(int ImageId, string Path, string? ClassName, long NumMemUnits);

/// <summary>Owners by split over all images; <paramref name="UnitSet"/> is <c>all</c> or <c>U10</c>.</summary>
public readonly record struct TrainValOwner(
    string UnitSet, long UnitCount, long OwnedByTrain, long OwnedByVal, double TrainShare, double ExpectedTrainShare);

/// <summary>
/// The figures of one part, transformer or tokenizer. <paramref name="TopImages"/> are images that own units of U10, those that own most
/// first; <paramref name="TrainVal"/> is empty unless the images have both splits.
/// </summary>
public sealed record PartSummary(
    string Part,
    U10 U10,
    Ownership Ownership,
    IReadOnlyList<Concentration> Concentration,
    IReadOnlyList<TopImage> TopImages,
    IReadOnlyList<TrainValOwner> TrainVal)
{
    internal static PartSummary Read(DuckDbConnection connection, string population, string part, int topImages)
    {
        var u10 = connection.Rows(
            "SELECT percentile, threshold, unit_count, u10_count FROM u10_threshold WHERE population = ? AND part = ?",
            row => new U10(row.GetDouble(0), row.GetFieldValue<double?>(1), row.GetInt64(2), row.GetInt64(3)),
            population, part);
        var ownership = connection.Rows(
            "SELECT owner_count, u10_owner_count, u10_owner_share FROM ownership WHERE population = ? AND part = ?",
            row => new Ownership(row.GetInt64(0), row.GetInt64(1), row.GetDouble(2)),
            population, part);
        var concentration = connection.Rows(
            """
            SELECT top_percent, top_images, u10_owned, u10_share
            FROM concentration WHERE population = ? AND part = ? ORDER BY top_percent
            """,
            row => new Concentration(row.GetInt32(0), row.GetInt64(1), row.GetInt64(2), row.GetFieldValue<double?>(3)),
            population, part);
        var top = connection.Rows(
            """
            SELECT image_id, path, class_name, num_mem_units
            FROM lorenz JOIN image USING (image_id)
            WHERE population = ? AND part = ? AND num_mem_units > 0 AND rank <= ? ORDER BY rank
            """,
            row => new TopImage(row.GetInt32(0), row.GetString(1), row.IsDBNull(2) ? null : row.GetString(2), row.GetInt64(3)),
            population, part, topImages);
        var trainVal = connection.Rows(
            """
            SELECT unit_set, unit_count, owned_by_train, owned_by_val, train_share, expected_train_share
            FROM train_val_owner WHERE part = ? ORDER BY unit_set = 'U10'
            """,
            row => new TrainValOwner(
                row.GetString(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), row.GetDouble(4), row.GetDouble(5)),
            part);
        return new(part, u10[0], ownership[0], concentration, top, trainVal);
    }
}
