using System.Data.Common;
using VarMem.Charts;
using VarMem.Pipeline;
using VarMem.Pipeline.Images;
using VarMem.Terminal;

namespace VarMem;

/// <summary>The images of a database as small pictures for sheets; what is not there any more is told of once.</summary>
sealed class Thumbnails
{
    /// <summary>Twice an image's side on a sheet.</summary>
    const int Side = 208;

    readonly Dictionary<string, byte[]?> _pictures = [];
    readonly string? _folder;
    readonly ImageFinder? _finder;
    bool _warned;

    Thumbnails(string? folder) => (_folder, _finder) = (folder, folder is null ? null : new ImageFinder(folder));

    /// <param name="folder">The images folder; null for that of the extraction, which the database names.</param>
    public static Thumbnails Of(DbConnection connection, string? folder)
    {
        if (folder is not null && !Directory.Exists(folder)) throw new UsageException($"--images {folder}: no such folder");
        folder ??= Rows.Query(connection, "SELECT value FROM setting WHERE key = 'images'").Values is [[string recorded]] ? recorded : null;
        return new(folder);
    }

    /// <summary>PNG of an image by its path below the images folder; null where it is gone, or no image any more.</summary>
    public byte[]? Png(string path)
    {
        if (!_pictures.TryGetValue(path, out var picture)) _pictures.Add(path, picture = Read(path));
        return picture;
    }

    byte[]? Read(string path)
    {
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

    byte[]? Missing(string what)
    {
        if (!_warned) CommandLine.Warn($"{what}; images that cannot be shown are grey squares. --images DIR names another folder.");
        _warned = true;
        return null;
    }
}
