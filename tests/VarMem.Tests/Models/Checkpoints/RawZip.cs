using System.Buffers.Binary;
using System.Text;

namespace VarMem.Tests.Models.Checkpoints;

/// <summary>Writes zips field by field, so that what the headers say of an entry need not be true. Entries are stored plain.</summary>
static class RawZip
{
    /// <param name="Name">In the central directory.</param>
    /// <param name="Content">The bytes behind the local header.</param>
    internal sealed record Entry(string Name, byte[] Content)
    {
        /// <summary>The name that the local header gives, if another.</summary>
        internal string? LocalName { get; init; }

        /// <summary>The length that the central directory declares, if another.</summary>
        internal uint? Declared { get; init; }

        /// <summary>The length that the local header declares, if another.</summary>
        internal uint? LocalDeclared { get; init; }

        /// <summary>0 for plain, 8 for deflated, whatever the bytes are.</summary>
        internal ushort Method { get; init; }

        /// <summary>Where the central directory says that the local header is; null for where it is.</summary>
        internal uint? Offset { get; init; }
    }

    internal static byte[] Of(params Entry[] entries) => Of(entries, [], entries.Length);

    /// <param name="entries">In file order.</param>
    /// <param name="comment">Behind the end record.</param>
    /// <param name="declared">The number of entries that the end record gives.</param>
    internal static byte[] Of(Entry[] entries, byte[] comment, int declared)
    {
        var (file, directory) = (new List<byte>(), new List<byte>());
        foreach (var entry in entries)
        {
            var at = (uint)file.Count;
            var (name, localName) = (Encoding.UTF8.GetBytes(entry.Name), Encoding.UTF8.GetBytes(entry.LocalName ?? entry.Name));
            file.AddRange([.. "PK\u0003\u0004"u8, .. Common(entry, entry.LocalDeclared, localName), .. localName, .. entry.Content]);
            directory.AddRange([.. "PK\u0001\u0002"u8, 20, 0, .. Common(entry, entry.Declared, name),
                0, 0, 0, 0, 0, 0, 0, 0, 0, 0, .. Bytes(entry.Offset ?? at), .. name]);
        }
        return
        [
            .. file, .. directory, .. "PK\u0005\u0006"u8, 0, 0, 0, 0, .. Bytes((ushort)declared), .. Bytes((ushort)declared),
            .. Bytes((uint)directory.Count), .. Bytes((uint)file.Count), .. Bytes((ushort)comment.Length), .. comment,
        ];
    }

    /// <summary>The fields that both headers have: version, flags, method, time, CRC, two lengths, lengths of name and extra.</summary>
    static byte[] Common(Entry entry, uint? declared, byte[] name)
    {
        var length = Bytes(declared ?? (uint)entry.Content.Length);
        return [20, 0, 0, 8, .. Bytes(entry.Method), 0, 0, 0x21, 0, 0, 0, 0, 0, .. length, .. length, .. Bytes((ushort)name.Length), 0, 0];
    }

    static byte[] Bytes(uint value)
    {
        var bytes = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        return bytes;
    }

    static byte[] Bytes(ushort value) => [(byte)value, (byte)(value >> 8)];
}
