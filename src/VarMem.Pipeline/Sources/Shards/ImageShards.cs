namespace VarMem.Pipeline.Sources.Shards;

/// <summary>
/// Images in tar files of WebDataset's convention. A sample's class is what its <c>.cls</c> names, by name or number, else that of the
/// folder that the picture is in, as in <see cref="ImageFolder"/>. An image's path is that of its shard below the folder of all shards,
/// then its name in the shard; its id is its place in the order of shards as given and members.
/// </summary>
/// <remarks>
/// A shard is of the split train or val where that path has one of the words train, val and validation (imagenet1k-train-0003.tar); where
/// it has none, and every picture of the source lies in a folder train or val of its shard, that folder tells the split.
/// </remarks>
public static class ImageShards
{
    /// <param name="files">The tar files.</param>
    /// <param name="classNames">The model's class names by label, numbers where the classes have no names; null without a model.</param>
    /// <param name="labelled">Whether every image must have a label.</param>
    /// <param name="valLabels">The classes of images without <c>.cls</c> that are not of the split train; they are of val.</param>
    /// <exception cref="PipelineException">A shard is missing, cut or not as above, or a class is not the model's.</exception>
    public static ImageSource Open(
        IEnumerable<string> files, IReadOnlyList<string>? classNames = null, bool labelled = true, SynsetList? valLabels = null)
    {
        var (shards, paths) = (new List<TarShard>(), new HashSet<string>());
        foreach (var file in files.Select(Path.GetFullPath)) shards.Add(paths.Add(file) ? TarShard.Read(file) : throw Throw.SameShard(file));
        var root = ShardNames.CommonFolder(paths);
        var inSplits = shards.All(shard => shard.Pictures.All(picture => ImageFolder.Splits.Contains(Folders(picture).FirstOrDefault())));

        var labels = new ClassLabels(root, classNames);
        var rows = new List<SourceImage>();
        var listed = new List<int>();
        foreach (var shard in shards)
        {
            var below = Path.GetRelativePath(root, shard.File).Replace(Path.DirectorySeparatorChar, '/');
            var shardSplit = ShardNames.SplitOf(below);
            foreach (var picture in shard.Pictures)
            {
                var folders = Folders(picture);
                var split = shardSplit ?? (inSplits ? folders[0] : null);
                var row = new SourceImage(rows.Count, $"{below}/{picture.Name}", picture.File, null, null, split, null);
                if (shard.Classes.TryGetValue(picture.Sample, out var text))
                    row = labels.NamedOrNumbered(row, text, $"{shard.File}, {picture.Sample}.cls");
                else if (valLabels is not null && split is not "train")
                    listed.Add(rows.Count);
                else if (folders.Skip(inSplits ? 1 : 0).LastOrDefault() is { } folder)
                    row = labels.Named(row, folder, $"{shard.File} holds the class folder {folder}");
                else if (labelled)
                    throw Throw.NoLabel(shard.File, picture);
                rows.Add(row);
            }
        }
        if (valLabels is not null)
            foreach (var row in valLabels.Name([.. listed.Select(id => rows[id] with { Split = "val" })], root, labels)) rows[row.ImageId] = row;
        return new ImageSource(root, labels.Label(rows));
    }

    static string[] Folders(ShardPicture picture) => picture.Name.Split('/')[..^1];
}
