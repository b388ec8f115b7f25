using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace VarMem.Pipeline.Numpy;

/// <summary>What an .npy file says about itself: NumPy's format, versions 1 to 3, little-endian arrays in C order.</summary>
/// <param name="Type">byte, int, long, float or double.</param>
/// <param name="Shape">Empty for a single number.</param>
/// <param name="DataOffset">Where the values start, in bytes.</param>
public sealed partial record NpyHeader(Type Type, long[] Shape, int DataOffset)
{
    const uint MaxTextLength = 1 << 16;

    static readonly byte[] Magic = [0x93, .. "NUMPY"u8];

    static readonly Dictionary<string, Type> Types = new()
    {
        ["|u1"] = typeof(byte),
        ["<i4"] = typeof(int),
        ["<i8"] = typeof(long),
        ["<f4"] = typeof(float),
        ["<f8"] = typeof(double),
    };

    /// <summary>Number of values.</summary>
    public long Count => Shape.Aggregate(1L, (product, side) => checked(product * side));

    /// <summary>Reads the header of a file and checks that the file is as long as it says.</summary>
    /// <exception cref="PipelineException">The file is missing, no .npy file, of another type or order, or truncated.</exception>
    public static NpyHeader Read(string file)
    {
        if (!File.Exists(file)) throw Throw.NoNpy(file);
        using var stream = File.OpenRead(file);
        var header = Read(stream, file);
        var expected = header.DataOffset + (header.Count * SizeOf(header.Type));
        return stream.Length == expected ? header : throw Throw.NpyLength(file, stream.Length, header, expected);
    }

    /// <summary>Reads the header at the start of a stream, which then stands before the values; the name is for messages.</summary>
    internal static NpyHeader Read(Stream stream, string name)
    {
        Span<byte> start = stackalloc byte[8];
        if (stream.ReadAtLeast(start, 8, throwOnEndOfStream: false) < 8 || !start[..6].SequenceEqual(Magic)) throw Throw.NotNpy(name);
        // The length of the text has 2 bytes in version 1, 4 in the others.
        Span<byte> length = stackalloc byte[4];
        var lengthSize = start[6] == 1 ? 2 : 4;
        stream.ReadAtLeast(length[..lengthSize], lengthSize, throwOnEndOfStream: false);
        var text = new byte[Math.Min(BinaryPrimitives.ReadUInt32LittleEndian(length), MaxTextLength)];
        stream.ReadAtLeast(text, text.Length, throwOnEndOfStream: false);

        var match = Description().Match(Encoding.ASCII.GetString(text));
        if (!match.Success) throw Throw.NotNpy(name);
        var type = match.Groups["type"].Value;
        if (!Types.TryGetValue(type, out var found)) throw Throw.NpyType(name, type, Types.Keys);
        long[] shape = [.. match.Groups["shape"].Value
            .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(side => long.Parse(side, CultureInfo.InvariantCulture))];
        if (match.Groups["fortran"].Value == "True" && shape.Length > 1) throw Throw.NpyOrder(name);
        return new NpyHeader(found, shape, start.Length + lengthSize + text.Length);
    }

    /// <summary>The header's bytes; the values follow.</summary>
    internal static byte[] ToBytes(Type type, ReadOnlySpan<long> shape)
    {
        var name = Types.First(known => known.Value == type).Key;
        var sides = string.Join(", ", shape.ToArray()) + (shape.Length == 1 ? "," : "");
        var text = $"{{'descr': '{name}', 'fortran_order': False, 'shape': ({sides}), }}";
        // The values are aligned to 64 bytes; the text ends with a line end.
        var fixedLength = Magic.Length + 2 + sizeof(ushort);
        var length = ((fixedLength + text.Length + 1 + 63) & ~63) - fixedLength;
        return
        [
            .. Magic, 1, 0, (byte)length, (byte)(length >> 8),
            .. Encoding.ASCII.GetBytes(text.PadRight(length - 1)), (byte)'\n',
        ];
    }

    /// <summary>Type and shape as NumPy's users write them: <c>float32 (16, 3)</c>.</summary>
    public override string ToString()
    {
        var type = Type == typeof(byte) ? "uint8" : Type == typeof(int) ? "int32" : Type == typeof(long) ? "int64"
            : Type == typeof(float) ? "float32" : "float64";
        return $"{type} ({string.Join(", ", Shape)}{(Shape.Length == 1 ? "," : "")})";
    }

    internal static int SizeOf(Type type) =>
        type == typeof(byte) ? 1 : type == typeof(long) || type == typeof(double) ? 8 : 4;

    [GeneratedRegex(@"^\{'descr': '(?<type>[^']+)', 'fortran_order': (?<fortran>True|False), 'shape': \((?<shape>[0-9, ]*)\)")]
    private static partial Regex Description();
}
