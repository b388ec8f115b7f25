using System.Buffers.Binary;
using System.Text;

namespace VarMem.Tests.Models.Checkpoints;

/// <summary>Writes pickles opcode by opcode (protocol 2, as torch.save does): each function gives the bytes that push one value.</summary>
static class Pickle
{
    internal static readonly byte[] None = Op('N');
    internal static readonly byte[] False = [0x89];

    internal static byte[] Op(char opcode) => [(byte)opcode];

    internal static byte[] Program(params byte[][] body) => [0x80, 2, .. body.SelectMany(part => part), (byte)'.'];

    internal static byte[] Text(string text)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        return [(byte)'X', .. Int32(utf8.Length), .. utf8];
    }

    internal static byte[] Int(long value)
    {
        var bytes = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        return [0x8a, sizeof(long), .. bytes];
    }

    internal static byte[] Int32(int value)
    {
        var bytes = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        return bytes;
    }

    internal static byte[] Tuple(params byte[][] values) => [(byte)'(', .. values.SelectMany(value => value), (byte)'t'];

    internal static byte[] Dict(params (string Key, byte[] Value)[] items) =>
        [(byte)'}', (byte)'(', .. items.SelectMany(item => Text(item.Key).Concat(item.Value)), (byte)'u'];

    internal static byte[] Global(string module, string name) => Encoding.UTF8.GetBytes($"c{module}\n{name}\n");

    internal static byte[] Call(string module, string name, params byte[][] arguments) =>
        [.. Global(module, name), .. Tuple(arguments), (byte)'R'];

    internal static byte[] Put(byte key) => [(byte)'q', key];

    internal static byte[] Get(byte key) => [(byte)'h', key];

    internal static byte[] Storage(string type, string key, long count) =>
        [.. Tuple(Text("storage"), Global("torch", type), Text(key), Text("cpu"), Int(count)), (byte)'Q'];

    /// <summary>A float32 tensor over storage "0".</summary>
    internal static byte[] Tensor(long count, long offset, long[] shape, long[] strides) =>
        Tensor(Storage("FloatStorage", "0", count), offset, shape, strides);

    internal static byte[] Tensor(byte[] storage, long offset, long[] shape, long[] strides) => Call("torch._utils", "_rebuild_tensor_v2",
        storage, Int(offset), Longs(shape), Longs(strides), False, Call("collections", "OrderedDict"));

    internal static byte[] Longs(params long[] values) => Tuple([.. values.Select(Int)]);
}
