using VarMem.Store.DuckDb;

namespace VarMem.Analysis.Statistics.Scores;

/// <summary>A score of the images.</summary>
/// <param name="Part">As in table image_score.</param>
/// <param name="Name">As in table image_score.</param>
/// <param name="Values">
/// (images), oriented by table score: the greater, the more it speaks for an image of the training; NaN where an image has none.
/// </param>
sealed record Score(string Part, string Name, double[] Values);

/// <summary>Images that are to be told from others, as in table contrast.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Rows">Its images, as rows among all, rising.</param>
/// <param name="Sides">(all images), <see cref="Side.None"/> for those of no side.</param>
sealed record Contrast(string Name, int[] Rows, Side[] Sides);

/// <summary>The side of a contrast that an image is on.</summary>
enum Side : byte
{
    None,
    Negative,
    Positive,
}

/// <summary>Tables image_score and contrast.</summary>
/// <param name="Ids">The images, rising.</param>
/// <param name="Classes">(images), −1 for none.</param>
/// <param name="All">By part and name.</param>
/// <param name="Contrasts">By name.</param>
sealed record ImageScores(int[] Ids, int[] Classes, IReadOnlyList<Score> All, IReadOnlyList<Contrast> Contrasts)
{
    public static ImageScores Read(DuckDbConnection connection)
    {
        var images = connection.Rows(
            "SELECT image_id, coalesce(class_id, -1) FROM image ORDER BY image_id", row => (Id: row.GetInt32(0), Class: row.GetInt32(1)));
        var rowOfId = images.Index().ToDictionary(image => image.Item.Id, image => image.Index);
        return new(
            [.. images.Select(image => image.Id)], [.. images.Select(image => image.Class)],
            ReadScores(connection, rowOfId), ReadContrasts(connection, rowOfId));
    }

    static List<Score> ReadScores(DuckDbConnection connection, Dictionary<int, int> rowOfId)
    {
        var scores = connection.Rows(
            "SELECT DISTINCT part, score FROM image_score ORDER BY part, score", row => new Score(row.GetString(0), row.GetString(1), NewValues()));
        using var command = connection.CreateCommand();
        command.CommandText =
            """
            WITH numbered AS (
                SELECT part, score, row_number() OVER (ORDER BY part, score)::INTEGER - 1 AS number
                FROM (SELECT DISTINCT part, score FROM image_score)
            )

            SELECT number, image_id, if(higher_is_member IS FALSE, -value, value)
            FROM image_score
            JOIN numbered USING (part, score)
            LEFT JOIN score AS meant ON meant.name = score
            WHERE value IS NOT NULL
            """;
        using var cells = command.ExecuteReader();
        while (cells.Read())
            if (rowOfId.TryGetValue(cells.GetInt32(1), out var row))
                scores[cells.GetInt32(0)].Values[row] = cells.GetDouble(2);
        return scores;

        double[] NewValues()
        {
            var values = new double[rowOfId.Count];
            Array.Fill(values, double.NaN);
            return values;
        }
    }

    static List<Contrast> ReadContrasts(DuckDbConnection connection, Dictionary<int, int> rowOfId) =>
    [
        .. from image in connection.Rows(
               "SELECT contrast, image_id, is_positive FROM contrast ORDER BY contrast, image_id",
               row => (Contrast: row.GetString(0), Id: row.GetInt32(1), Side: row.GetBoolean(2) ? Side.Positive : Side.Negative))
           where rowOfId.ContainsKey(image.Id)
           group (Row: rowOfId[image.Id], image.Side) by image.Contrast into contrast
           let sides = contrast.ToDictionary(image => image.Row, image => image.Side)
           select new Contrast(
               contrast.Key, [.. sides.Keys.Order()],
               [.. Enumerable.Range(0, rowOfId.Count).Select(row => sides.GetValueOrDefault(row))]),
    ];
}
