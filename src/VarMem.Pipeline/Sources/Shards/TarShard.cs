using System.Formats.Tar;
using System.Text;
using VarMem.Pipeline.Images;

namespace VarMem.Pipeline.Sources.Shards;

/// <summary>
/// What a tar file of WebDataset's convention holds: the files of a sample have one name up to the first dot behind the last slash; a
/// picture is an image, <c>.cls</c> names its class, and the others are passed over.
/// </summary>
/// <param name="File">The tar file as it can be opened.</param>
/// <param name="Pictures">In the file's order; of a sample that has x.png, x.mask.png is none.</param>
/// <param name="Classes">What the .cls of a sample holds, by the sample's name.</param>
sealed record TarShard(string File, IReadOnlyList<ShardPicture> Pictures, IReadOnlyDictionary<string, string> Classes)
{
    /// <summary>A class's name or number is shorter.</summary>
    const int MaxClassBytes = 1024;

    public static TarShard Read(string file)
    {
        var pictures = new List<ShardPicture>();
        var classes = new Dictionary<string, string>();
        var names = new HashSet<string>();
        foreach (var entry in TarHeaders.Read(file))
        {
            var name = entry.Name.StartsWith("./", StringComparison.Ordinal) ? entry.Name[2..] : entry.Name;
            if (name.Split('/').Any(PictureNames.IsHidden)) continue;
            var picture = new ShardPicture(name, new(file, entry.DataOffset, entry.Length));
            var isClass = name.EndsWith(".cls", StringComparison.OrdinalIgnoreCase);
            if (entry.EntryType == TarEntryType.Directory || !isClass && !PictureNames.IsPicture(name)) continue;
            if (entry.EntryType is TarEntryType.SymbolicLink or TarEntryType.HardLink) throw Throw.LinkedMember(file, name, entry.LinkName);
            if (!names.Add(name)) throw Throw.DuplicateMember(file, name);
            if (isClass) classes.Add(picture.Sample, Text(file, entry));
            else pictures.Add(picture);
        }

        var whole = pictures.Where(picture => picture.IsWhole).Select(picture => picture.Sample).ToHashSet();
        pictures.RemoveAll(picture => !picture.IsWhole && whole.Contains(picture.Sample));
        if (pictures.Count == 0) throw Throw.NoPictures(file, PictureNames.Endings);
        var samples = pictures.Select(picture => picture.Sample).ToHashSet();
        return classes.Keys.FirstOrDefault(sample => !samples.Contains(sample)) is { } alone
            ? throw Throw.NoPictureOf(file, alone, PictureNames.Endings)
            : new TarShard(file, pictures, classes);
    }

    static string Text(string file, TarEntry entry)
    {
        if (entry.Length > MaxClassBytes) throw Throw.LongClass(file, entry.Name, entry.Length);
        if (entry.DataStream is null) return "";
        using var reader = new StreamReader(entry.DataStream, Encoding.UTF8);
        return reader.ReadToEnd().Trim();
    }
}

/// <summary>A member of a shard that is a picture.</summary>
/// <param name="Name">Its name in the shard.</param>
/// <param name="File">Where its bytes are.</param>
readonly record struct ShardPicture(string Name, ImageFile File)
{
    /// <summary>The sample that it is of.</summary>
    public string Sample => Name[..Dot];

    /// <summary>Whether the sample's name and a picture's ending are all its name.</summary>
    public bool IsWhole => PictureNames.Endings.Contains(Name[Dot..].ToLowerInvariant());

    int Dot => Name.IndexOf('.', Name.LastIndexOf('/') + 1);
}
