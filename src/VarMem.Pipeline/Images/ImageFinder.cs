using VarMem.Pipeline.Sources.Shards;

namespace VarMem.Pipeline.Images;

/// <summary>Finds images by their paths again: files below the images folder, or members of tar files there.</summary>
public sealed class ImageFinder(string folder)
{
    readonly Dictionary<string, Dictionary<string, ImageFile>> _shards = [];

    /// <summary>The image of the path; null where it is not there any more.</summary>
    /// <exception cref="PipelineException">The tar file that the path begins with is none any more.</exception>
    public ImageFile? Find(string path)
    {
        for (var slash = path.IndexOf('/'); slash >= 0; slash = path.IndexOf('/', slash + 1))
        {
            var shard = Path.Combine(folder, path[..slash]);
            if (!File.Exists(shard)) continue;
            if (Members(shard).TryGetValue(path[(slash + 1)..], out var member)) return member;
            return null;
        }
        var file = Path.Combine(folder, path);
        if (File.Exists(file)) return file;
        return null;
    }

    Dictionary<string, ImageFile> Members(string shard)
    {
        if (!_shards.TryGetValue(shard, out var members))
            _shards.Add(shard, members = TarShard.Read(shard).Pictures.ToDictionary(picture => picture.Name, picture => picture.File));
        return members;
    }
}
