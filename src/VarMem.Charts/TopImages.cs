using System.Data.Common;
using System.Globalization;
using System.Text.RegularExpressions;

namespace VarMem.Charts;

/// <summary>Which images to show, and over which.</summary>
public readonly record struct TopImagesOptions()
{
    /// <summary>train, val or all; null for the population that figures show.</summary>
    public string? Population { get; init; }

    /// <summary>Images of a unit, or units of a layer or image, at most.</summary>
    public int Count { get; init; } = 10;
}

/// <summary>The images on which single units are most active, as a contact sheet and as a table.</summary>
/// <param name="Rows">One row an image, with the columns of a <see cref="Charts.Sheet"/>, title, and others; never empty.</param>
public sealed partial record TopImages(Rows Rows)
{
    /// <summary>What is asked about: its table, and the columns of its number and its name.</summary>
    readonly record struct Subject(string Table, string Id, string Name);

    static readonly Subject Unit = new("unit", "unit_id", "name");
    static readonly Subject Layer = new("layer", "layer_id", "name");
    static readonly Subject Image = new("image", "image_id", "path");

    /// <summary>The images of highest μ of a unit.</summary>
    /// <exception cref="ChartException">No such unit; or no images in the population.</exception>
    public static TopImages OfUnit(DbConnection connection, string unit, TopImagesOptions options) =>
        Of(connection, Unit, Find(connection, Unit, unit), options);

    /// <summary>The units of highest UnitMem of a layer, with five images each.</summary>
    /// <exception cref="ChartException">No such layer; or no images in the population.</exception>
    public static TopImages OfLayer(DbConnection connection, string layer, TopImagesOptions options) =>
        Of(connection, Layer, Find(connection, Layer, layer), options);

    /// <summary>An image, and the units of highest UnitMem that it owns, with five images each.</summary>
    /// <exception cref="ChartException">No such image, or not in the population.</exception>
    public static TopImages OfImage(DbConnection connection, string image, TopImagesOptions options)
    {
        var id = Find(connection, Image, image);
        var population = Population(connection, options);
        var populations = Texts(connection, "SELECT population FROM population WHERE image_id = $id ORDER BY population DESC", ("id", id));
        return populations.Contains(population)
            ? Of(connection, Image, id, options)
            : throw Throw.ImageNotInPopulation(image, population, populations);
    }

    public string Title => Rows.Text(0, "title")!;

    public string Subtitle => Rows.Text(0, "subtitle")!;

    /// <summary>The rows to read: without what is for the sheet alone, which is words, and the image that was asked about.</summary>
    public Rows Table
    {
        get
        {
            int[] kept = [.. from column in Rows.Columns where !SheetColumn().IsMatch(column.Name) select Rows.IndexOf(column.Name)];
            var rank = Rows.IndexOf("rank");
            return new(
                [.. kept.Select(i => Rows.Columns[i])],
                [.. Rows.Values.Where(row => row[rank] is not null).Select(row => kept.Select(i => row[i]).ToArray())]);
        }
    }

    /// <summary>The sheet to draw.</summary>
    public ContactSheet Sheet(Func<string, byte[]?> thumbnail) => ContactSheet.Of(Title, Rows, thumbnail);

    static TopImages Of(DbConnection connection, Subject subject, int id, TopImagesOptions options)
    {
        var rows = Rows.Query(connection, SqlFiles.Text($"top/{subject.Table}.sql"),
            ("id", id), ("population", Population(connection, options)), ("k", options.Count));
        return new(rows);
    }

    static string Population(DbConnection connection, TopImagesOptions options)
    {
        if (options.Population is null) return Texts(connection, "SELECT population FROM shown LIMIT 1")[0];
        var populations = Texts(connection, "SELECT DISTINCT population FROM population ORDER BY population DESC");
        return populations.Contains(options.Population) ? options.Population : throw Throw.EmptyPopulation(options.Population, populations);
    }

    /// <summary>The id of what a user names by its number or its name.</summary>
    static int Find(DbConnection connection, Subject subject, string given)
    {
        var (table, id, name) = subject;
        var found = Rows.Query(connection,
            $"SELECT {id} FROM {table} WHERE {name} = $given OR {id}::VARCHAR = $given ORDER BY {name} = $given DESC LIMIT 1",
            ("given", given));
        if (found.Values is [[var number]]) return Convert.ToInt32(number, CultureInfo.InvariantCulture);
        // Numbers near a number; names that hold what was given, then those near it.
        var nearest = Texts(connection,
            $"""
            SELECT if(TRY_CAST($given AS BIGINT) IS NULL, {name}, {id}::VARCHAR)
            FROM {table}
            ORDER BY abs({id} - TRY_CAST($given AS BIGINT)), contains({name}, $given) DESC, levenshtein({name}, $given), {id}
            LIMIT 3
            """, ("given", given));
        throw Throw.NotFound(table, name, given, nearest);
    }

    [GeneratedRegex("^(title|subtitle|section|caption_[0-9]+)$")]
    private static partial Regex SheetColumn();

    static IReadOnlyList<string> Texts(DbConnection connection, string sql, params ReadOnlySpan<(string Name, object Value)> parameters) =>
        [.. Rows.Query(connection, sql, parameters).Values.Select(row => (string)row[0]!)];
}
