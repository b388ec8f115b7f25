using VarMem.Models.Checkpoints;

namespace VarMem.Tests.CommandLine;

/// <summary>The emoji transformer's checkpoint once more as safetensors: the same model in another file.</summary>
static class SafetensorsCopy
{
    /// <param name="file">Where to write.</param>
    /// <param name="shapeOf">The shape to give to a tensor, if not its own.</param>
    public static void OfTransformer(string file, Func<string, int[]?> shapeOf)
    {
        using var checkpoint = Checkpoint.Open(Repository.File("models", "emoji", "var.pth"));
        using var writer = new SafetensorsWriter(
            file, checkpoint.Tensors.Values.Select(tensor => (tensor.Name, tensor.ElementType, shapeOf(tensor.Name) ?? [.. tensor.Shape])));
        foreach (var (name, tensor) in checkpoint.Tensors)
            if (tensor.ElementType == ElementType.Int64) writer.Write<long>(name, checkpoint.ReadInt64(name));
            else writer.Write<float>(name, checkpoint.ReadFloats(name));
    }
}
