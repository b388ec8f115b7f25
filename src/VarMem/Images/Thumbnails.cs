using System.Data.Common;
using VarMem.Charts;
using VarMem.Pipeline;
using VarMem.Pipeline.Images;
using VarMem.Terminal;

namespace VarMem.Images;

/// <summary>The images of a database as small pictures for sheets; what is not there any more is told of once.</summary>
sealed class Thumbnails
{
    /// <summary>Twice an image's side on a sheet.</summary>
    const int Side = 208;

    const string Generated = "generation://";

    readonly Dictionary<string, byte[]?> _pictures = [];
    readonly DbConnection _connection;
    readonly string? _folder;
    readonly ImageFinder? _finder;
    bool _warned;

    Thumbnails(DbConnection connection, string? folder) =>
        (_connection, _folder, _finder) = (connection, folder, folder is null ? null : new ImageFinder(folder));

    /// <param name="folder">The images folder; null for that of the extraction, which the database names.</param>
    public static Thumbnails Of(DbConnection connection, string? folder)
    {
        if (folder is not null && !Directory.Exists(folder)) throw new UsageException($"--images {folder}: no such folder");
        folder ??= Rows.Query(connection, "SELECT value FROM setting WHERE key = 'images'").Values is [[string recorded]] ? recorded : null;
        return new(connection, folder);
    }

    /// <summary>
    /// PNG of an image by its path below the images folder, or of a generated one by generation://ID/picture or generation://ID/decoded_picture;
    /// null where it is gone, or no image any more.
    /// </summary>
    public byte[]? Png(string path)
    {
        if (!_pictures.TryGetValue(path, out var picture)) _pictures.Add(path, picture = Read(path));
        return picture;
    }

    byte[]? Read(string path)
    {
        if (path.StartsWith(Generated, StringComparison.Ordinal)) return Kept(path[Generated.Length..].Split('/'));
        if (_finder is null) return Missing("the database does not say where its images are");
        if (!Directory.Exists(_folder)) return Missing($"the images folder {_folder} is not there any more");
        var named = Path.Combine(_folder, path);
        try
        {
            return _finder.Find(path) is { } file ? Thumbnail.ToPng(file, named, Side) : Missing($"there is no image {named}");
        }
        catch (PipelineException e)
        {
            return Missing(e.Message.TrimEnd('.'));
        }
    }

    /// <summary>A picture that the database holds.</summary>
    byte[]? Kept(string[] parts) =>
        Rows.Query(_connection, $"SELECT {parts[1]} FROM generation WHERE generation_id = {parts[0]}").Values is [[byte[] picture]] ? picture : null;

    byte[]? Missing(string what)
    {
        if (!_warned) CommandLine.Warn($"{what}; images that cannot be shown are grey squares. --images DIR names another folder.");
        _warned = true;
        return null;
    }
}
