using System.Formats.Tar;
using System.Text;

namespace VarMem.Tests.Pipeline.Sources.Shards;

/// <summary>Writes tar files with .NET's own writer.</summary>
static class Tar
{
    public static string Write(string file, params (string Name, byte[] Content)[] members) => Write(file, TarEntryFormat.Gnu, members);

    public static string Write(string file, TarEntryFormat format, params (string Name, byte[] Content)[] members)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        using var writer = new TarWriter(File.Create(file), format);
        foreach (var (name, content) in members)
        {
            TarEntry entry = format switch
            {
                TarEntryFormat.Gnu => new GnuTarEntry(TarEntryType.RegularFile, name),
                TarEntryFormat.Pax => new PaxTarEntry(TarEntryType.RegularFile, name),
                _ => new UstarTarEntry(TarEntryType.RegularFile, name),
            };
            entry.DataStream = new MemoryStream(content);
            writer.WriteEntry(entry);
        }
        return file;
    }

    /// <summary>Members that hold their own names, but for <c>name=text</c>.</summary>
    public static string Touch(string file, params string[] members) =>
        Write(file, [.. members.Select(member => member.Split('=')).Select(parts => (parts[0], Encoding.UTF8.GetBytes(parts[^1])))]);
}
