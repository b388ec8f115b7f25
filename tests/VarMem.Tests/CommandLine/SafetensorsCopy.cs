using System.Buffers.Binary;
using System.Text.Json;
using VarMem.Models.Checkpoints;
using VarMem.Tests.Models.Checkpoints;

namespace VarMem.Tests.CommandLine;

/// <summary>The emoji transformer's checkpoint once more as safetensors: the same model in another file.</summary>
static class SafetensorsCopy
{
    /// <param name="shapeOf">The shape to give to a tensor, if not its own.</param>
    public static byte[] OfTransformer(Func<string, int[]?> shapeOf)
    {
        using var checkpoint = Checkpoint.Open(Repository.File("models", "emoji", "var.pth"));
        var header = new Dictionary<string, object>();
        using var data = new MemoryStream();
        foreach (var (name, tensor) in checkpoint.Tensors)
        {
            var isInteger = tensor.ElementType == ElementType.Int64;
            var start = data.Length;
            data.Write(isInteger ? TorchFile.Bytes(checkpoint.ReadInt64(name)) : TorchFile.Bytes(checkpoint.ReadFloats(name)));
            var type = isInteger ? "I64" : "F32";
            header[name] = new { dtype = type, shape = shapeOf(name) ?? [.. tensor.Shape], data_offsets = new[] { start, data.Length } };
        }
        var json = JsonSerializer.SerializeToUtf8Bytes(header);
        var length = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)json.Length);
        return [.. length, .. json, .. data.ToArray()];
    }
}
