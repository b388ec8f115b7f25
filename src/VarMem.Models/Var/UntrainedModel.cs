using VarMem.Models.Checkpoints;

namespace VarMem.Models.Var;

/// <summary>
/// A model's untrained twin, the control of what its architecture alone makes of the images: a folder of two checkpoints, the
/// transformer's with <see cref="PublishedInitialisation"/>, the tokenizer's a copy of the trained one.
/// </summary>
public static class UntrainedModel
{
    const string TransformerFile = "var.safetensors", TokenizerName = "vqvae", Aside = ".writing";

    /// <summary>The key of the transformer's metadata that tells it from a trained one; its value is that one's SHA-256.</summary>
    const string Mark = "untrained_of";

    /// <summary>Writes the folder, one tensor in memory at a time. Stopped or failed, it leaves there what was there before.</summary>
    /// <param name="vqvaeFile">The tokenizer's checkpoint.</param>
    /// <param name="varFile">The transformer's, of which names, shapes and buffers are taken.</param>
    /// <param name="folder">Where it goes: an empty folder, one that is not there yet, or an earlier untrained model.</param>
    /// <param name="facts">What the checkpoints do not hold.</param>
    /// <param name="seed">With a tensor's name and the architecture, all that its values depend on.</param>
    /// <param name="cancellation">Stops between two tensors.</param>
    /// <returns>What <c>run</c> will take the folder for.</returns>
    public static ModelDescription Write(
        string vqvaeFile, string varFile, string folder, ModelFacts facts, long seed, CancellationToken cancellation = default)
    {
        RequireFree(folder);
        using var vqvae = Checkpoint.Open(vqvaeFile);
        using var var = Checkpoint.Open(varFile);
        var description = ModelBuilder.Describe(vqvae, var, facts);
        var learned = Learned(var, description.Transformer!.Architecture);
        var (aside, tokenizerFile) = (Path.Combine(folder, Aside), TokenizerName + Path.GetExtension(vqvaeFile));
        try
        {
            Directory.CreateDirectory(aside);
            WriteTransformer(Path.Combine(aside, TransformerFile), var, description.Transformer, learned, seed, cancellation);
            ModelFacts.Of(description).Write(Path.Combine(aside, ModelFolder.DescriptionFile));
            File.Copy(vqvaeFile, Path.Combine(aside, tokenizerFile), overwrite: true);
            cancellation.ThrowIfCancellationRequested();
            MoveIntoPlace(aside, folder, tokenizerFile);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Throw.CannotWriteModel(folder, e);
        }
        finally
        {
            if (Directory.Exists(aside)) Directory.Delete(aside, recursive: true);
        }
        return Describe(folder);
    }

    /// <summary>Names of the tensors to be drawn anew; all others are buffers.</summary>
    static HashSet<string> Learned(Checkpoint original, TransformerArchitecture architecture)
    {
        var learned = TransformerTensors.Of(architecture).Select(tensor => tensor.Name).ToHashSet();
        foreach (var name in original.Tensors.Keys)
            if (!learned.Contains(name) && !ModelBuilder.IsBuffer(name)) throw Throw.NoInitialisation(original.Path, name);
        return learned;
    }

    static void WriteTransformer(
        string file, Checkpoint original, Part<TransformerArchitecture> transformer, HashSet<string> learned, long seed,
        CancellationToken cancellation)
    {
        var metadata = new Dictionary<string, string> { [Mark] = transformer.Sha256, ["seed"] = $"{seed}" };
        using var writer = new SafetensorsWriter(file, original.Tensors.Values.Select(Written), metadata);
        foreach (var (name, tensor) in original.Tensors)
        {
            cancellation.ThrowIfCancellationRequested();
            if (learned.Contains(name))
                writer.Write<float>(name, PublishedInitialisation.Values(transformer.Architecture, name, (int)tensor.Count, seed));
            else if (tensor.ElementType.IsInteger()) writer.Write<long>(name, original.ReadInt64(name));
            else writer.Write<float>(name, original.ReadFloats(name));
        }

        static (string, ElementType, int[]) Written(TensorInfo tensor) =>
            (tensor.Name, tensor.ElementType.IsInteger() ? ElementType.Int64 : ElementType.Float32, [.. tensor.Shape]);
    }

    /// <summary>
    /// An earlier tokenizer goes first and the new one comes last: without it the folder is no model, whenever this is broken off.
    /// </summary>
    static void MoveIntoPlace(string aside, string folder, string tokenizerFile)
    {
        foreach (var earlier in Directory.GetFiles(folder, $"{TokenizerName}.*")) File.Delete(earlier);
        foreach (var file in (ReadOnlySpan<string>)[TransformerFile, ModelFolder.DescriptionFile, tokenizerFile])
            File.Move(Path.Combine(aside, file), Path.Combine(folder, file), overwrite: true);
    }

    /// <summary>Refuses a folder that holds anything else than an untrained model, or than what a broken off writing of one left.</summary>
    static void RequireFree(string folder)
    {
        if (!Directory.Exists(folder)) return;
        var entries = Directory.GetFileSystemEntries(folder).Select(path => Path.GetFileName(path));
        string[] found = [.. entries.Where(name => name != Aside).Order(StringComparer.Ordinal)];
        if (found.Length == 0 || (found.All(IsWritten) && IsUntrained(Path.Combine(folder, TransformerFile)))) return;
        throw Throw.FolderInUse(folder, found);

        static bool IsWritten(string name) =>
            name is TransformerFile or ModelFolder.DescriptionFile or $"{TokenizerName}.pth" or $"{TokenizerName}.safetensors";
    }

    static bool IsUntrained(string file)
    {
        try
        {
            using var checkpoint = Checkpoint.Open(file);
            return checkpoint.Metadata.ContainsKey(Mark);
        }
        catch (ModelException)
        {
            return false;
        }
    }

    static ModelDescription Describe(string folder)
    {
        var (vqvaeFile, varFile) = ModelFolder.FindCheckpoints(folder);
        using var vqvae = Checkpoint.Open(vqvaeFile);
        using var var = Checkpoint.Open(varFile!);
        return ModelBuilder.Describe(vqvae, var, ModelFacts.Beside(varFile!));
    }
}
