using System.Security.Cryptography;
using System.Text;

namespace VarMem.Models.Onnx;

/// <summary>What identifies an ONNX file that somebody else exported.</summary>
/// <param name="Sha256">Of the file; weights outside of it do not count.</param>
/// <param name="Producer">What wrote it, with its version; empty where it does not say.</param>
/// <param name="Opset">Version of the standard operations.</param>
/// <param name="Parameters">Values in its initializers.</param>
/// <param name="ExternalFiles">The files of its weights outside of it, in the order of their names.</param>
public sealed record OnnxFileDescription(string Sha256, string Producer, long Opset, long Parameters, IReadOnlyList<string> ExternalFiles)
{
    /// <summary>The input that takes the pixels.</summary>
    public string? Input { get; init; }

    /// <summary>
    /// SHA-256 of the file of weights; of several files, that of their hashes, one a line; null for none. Reads them all.
    /// </summary>
    public string? HashExternalFiles()
    {
        string[] hashes = [.. ExternalFiles.Select(Hash)];
        return hashes.Length <= 1 ? hashes.FirstOrDefault()
            : Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(string.Concat(hashes.Select(hash => $"{hash}\n")))));
    }

    static string Hash(string file)
    {
        try
        {
            using var stream = File.OpenRead(file);
            return Convert.ToHexStringLower(SHA256.HashData(stream));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Throw.Unreadable(file, e);
        }
    }
}
