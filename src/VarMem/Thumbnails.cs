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
    bool _warned;

    Thumbnails(string? folder) => _folder = folder;

    /// <param name="folder">The images folder; null for that of the extraction, which the database names.</param>
    public static Thumbnails Of(DbConnection connection, string? folder)
    {
        if (folder is not null && !Directory.Exists(folder)) throw new UsageException($"--images {folder}: no such folder");
        folder ??= Rows.Query(connection, "SELECT value FROM setting WHERE key = 'images'").Values is [[string recorded]] ? recorded : null;
        return new(folder);
    }

    /// <summary>PNG of an image by its path below the images folder; null where the file is gone, or no image any more.</summary>
    public byte[]? Png(string path)
    {
        if (!_pictures.TryGetValue(path, out var picture)) _pictures.Add(path, picture = Read(path));
        return picture;
    }

    byte[]? Read(string path)
    {
        if (_folder is null) return Missing("the database does not say where its images are");
        if (!Directory.Exists(_folder)) return Missing($"the images folder {_folder} is not there any more");
        var file = Path.Combine(_folder, path);
        if (!File.Exists(file)) return Missing($"there is no image {file}");
        try
        {
            return Thumbnail.ToPng(file, Side);
        }
        catch (ImageException e)
        {
            return Missing(e.Message);
        }
    }

    byte[]? Missing(string what)
    {
        if (!_warned) CommandLine.Warn($"{what}; images that cannot be shown are grey squares. --images DIR names another folder.");
        _warned = true;
        return null;
    }
}
