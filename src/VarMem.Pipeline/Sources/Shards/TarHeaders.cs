using System.Formats.Tar;

namespace VarMem.Pipeline.Sources.Shards;

/// <summary>The members of a tar file (ustar, GNU or pax) in its order, in one pass that skips what they hold.</summary>
static class TarHeaders
{
    const int Block = 512;

    /// <exception cref="PipelineException">
    /// The file is missing, is no tar file, or ends before its last member or the zero block behind it; the message names the offset.
    /// </exception>
    public static IEnumerable<TarEntry> Read(string file)
    {
        if (!File.Exists(file)) throw Throw.NoShard(file);
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 4096);
        using var reader = new TarReader(stream);
        for (long end = 0; Next(file, reader, end, stream.Length) is { } entry; end = stream.Position) yield return entry;
    }

    /// <summary>The entry whose header begins at the offset, or later where others lie before it; null at the archive's end.</summary>
    static TarEntry? Next(string file, TarReader reader, long offset, long length)
    {
        try
        {
            var entry = offset + Block <= length ? reader.GetNextEntry() : throw Throw.CutShard(file, offset, length);
            if (entry is null || entry.DataOffset + entry.Length <= length) return entry; // the reader may look past the end
        }
        catch (EndOfStreamException)
        {
        }
        catch (Exception e) when (e is InvalidDataException or FormatException or NotSupportedException or ArgumentException)
        {
            throw Throw.NoTarHeader(file, offset, e);
        }
        throw Throw.CutShard(file, offset, length);
    }
}
