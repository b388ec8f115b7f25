using VarMem.Models;
using VarMem.Models.Checkpoints;
using VarMem.Models.Var;
using VarMem.Tests.Models.Checkpoints;

namespace VarMem.Tests.Models.Var;

public sealed class ModelBuilderTest : IDisposable
{
    static readonly string Vqvae = Repository.File("models", "emoji", "vqvae.pth"), Var = Repository.File("models", "emoji", "var.pth");
    static readonly ModelFacts Facts = ModelFacts.Beside(Var);

    readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void Build_Stopped_LeavesTheEarlierModel()
    {
        foreach (var file in Directory.GetFiles(EmojiModel.Folder.Path)) File.Copy(file, _temp.File(Path.GetFileName(file)));
        var before = Directory.GetFileSystemEntries(_temp.Path).Order().ToArray();
        Assert.Throws<OperationCanceledException>(() =>
            ModelBuilder.Build(Vqvae, Var, _temp.Path, new ModelFacts(), cancellation: new CancellationToken(canceled: true)));
        Assert.Equal(before, Directory.GetFileSystemEntries(_temp.Path).Order());
        Assert.Equal(EmojiModel.Folder.Description.ClassNames, ModelFolder.Open(_temp.Path).Description.ClassNames);
    }

    [Fact]
    public void Build_TrainingCheckpoint_IsTheSameModel()
    {
        var file = _temp.Write("training.pth", Training());
        var built = ModelBuilder.Build(file, file, Path.Combine(_temp.Path, "built"), Facts);
        Assert.Equal(EmojiModel.Folder.Description.GraphSha256, built.Description.GraphSha256);
        Assert.Equal(
            File.ReadAllBytes(Path.Combine(EmojiModel.Folder.Path, ModelFolder.WeightsFile)),
            File.ReadAllBytes(Path.Combine(built.Path, ModelFolder.WeightsFile)));
    }

    [Fact]
    public void IsCurrent_FollowsCheckpointsFactsAndVersion()
    {
        foreach (var file in Directory.GetFiles(EmojiModel.Folder.Path)) File.Copy(file, _temp.File(Path.GetFileName(file)));
        Assert.True(IsCurrent(Facts));
        Assert.False(IsCurrent(Facts with { ResizeRatio = 2 }));
        Assert.False(IsCurrent(Facts with { ClassNames = null }));

        var description = _temp.File(ModelFolder.DescriptionFile);
        var json = File.ReadAllText(description);
        var version = $"\"graph_version\": {ModelBuilder.GraphVersion}";
        Assert.Contains(version, json);
        File.WriteAllText(description, json.Replace(version, "\"graph_version\": 0"));
        Assert.False(IsCurrent(Facts));
        File.WriteAllText(description, json.Replace(EmojiModel.Folder.Description.Tokenizer.Sha256, "0"));
        Assert.False(IsCurrent(Facts));
        File.WriteAllText(description, json[..^10]);
        Assert.False(IsCurrent(Facts));
        File.WriteAllText(description, json);
        Assert.True(IsCurrent(Facts));
    }

    [Fact]
    public void Facts_NamedButNotThere()
    {
        var file = Path.Combine(_temp.Path, "typo.json");
        Assert.Equal(
            $"{file}: no such file; expected JSON with some of image_size, resize_ratio, patch_nums, heads, class_names.",
            Assert.Throws<ModelException>(() => ModelFacts.Read(file)).Message);
        Assert.Equal(new ModelFacts(), ModelFacts.Beside(Path.Combine(_temp.Path, "var.pth")));
    }

    bool IsCurrent(ModelFacts facts) => ModelBuilder.IsCurrent(Vqvae, Var, _temp.Path, facts);

    /// <summary>Both emoji checkpoints in one file, as VAR's training saves them.</summary>
    static byte[] Training()
    {
        var storages = new List<(string Key, byte[] Values)>();
        var (transformer, tokenizer) = (Part(Var), Part(Vqvae));
        return TorchFile.Of(Pickle.Program(TrainingCheckpoint.Of(transformer, tokenizer)), [.. storages]);

        byte[] Part(string file)
        {
            using var checkpoint = Checkpoint.Open(file);
            return Pickle.Dict([.. checkpoint.Tensors.Where(pair => pair.Value.ElementType.IsFloat() || pair.Key == "lvl_1L").Select(pair =>
            {
                var (key, integer) = ($"{storages.Count}", !pair.Value.ElementType.IsFloat());
                storages.Add((key, integer
                    ? TorchFile.Bytes(checkpoint.ReadInt64(pair.Key))
                    : TorchFile.Bytes(checkpoint.ReadFloats(pair.Key))));
                long[] shape = [.. pair.Value.Shape];
                long[] strides = [.. shape.Select((_, axis) => shape[(axis + 1)..].Aggregate(1L, (a, b) => a * b))];
                var storage = Pickle.Storage(integer ? "LongStorage" : "FloatStorage", key, pair.Value.Count);
                return (pair.Key, Pickle.Tensor(storage, 0, shape, strides));
            })]);
        }
    }
}
