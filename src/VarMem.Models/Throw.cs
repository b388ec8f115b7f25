using System.Text;
using System.Text.Json;
using VarMem.Models.Onnx.Exported;
using VarMem.Models.Onnx.Proto;

namespace VarMem.Models;

/// <summary>
/// Every error of this project, a chapter a file: what was found, where, what was expected, what to do. One line each. Here is how they
/// are worded.
/// </summary>
static partial class Throw
{
    const int MaxShown = 100;

    /// <summary>Text from a file, fit for one line: bounded, without control characters.</summary>
    static string Shown(string text, int limit = MaxShown) =>
        string.Concat(text.Take(limit).Select(c => char.IsControl(c) ? '?' : c)) + (text.Length > limit ? "…" : "");

    static string List(IEnumerable<string> names, int limit = 8)
    {
        var shown = names.Take(limit + 1).Select(name => Shown(name)).ToArray();
        return shown.Length == 0 ? "none" : string.Join(", ", shown.Take(limit)) + (shown.Length > limit ? ", …" : "");
    }

    static string Tuple(ReadOnlySpan<long> values, int limit = 8) =>
        $"({string.Join(", ", values[..Math.Min(limit, values.Length)].ToArray())}{(values.Length > limit ? ", …" : "")})";

    /// <summary>The key at fault; the JSON reader's own words where there is none.</summary>
    static string Where(JsonException cause) => cause.Path is { Length: > 2 } path
        ? $"the value of {Shown(path[2..])} is of another kind"
        : Shown(cause.Message, 200);

    internal static string Sides(int[] sides, int limit = 16) => string.Join(",", sides.Take(limit)) + (sides.Length > limit ? ",…" : "");

    static string Described(ValueInfoProto input)
    {
        if (input.Type?.TensorType is not { } tensor) return "no tensor";
        var type = tensor.ElemType >= 0 && tensor.ElemType < OnnxTypes.Length ? OnnxTypes[tensor.ElemType] : $"of type {tensor.ElemType}";
        return $"{type} {(tensor.Shape is { } shape ? $"({string.Join(", ", shape.Dim.Take(8).Select(Side))})" : "of unknown shape")}";

        static string Side(TensorShapeProto.Types.Dimension side) =>
            side.Fixed() is { } n ? $"{n}" : side.DimParam is { Length: > 0 } name ? Shown(name) : "?";
    }

    /// <summary>Names of element types by their numbers in the ONNX format.</summary>
    static readonly string[] OnnxTypes =
    [
        "undefined", "float32", "uint8", "int8", "uint16", "int16", "int32", "int64", "string", "bool", "float16", "float64", "uint32",
        "uint64", "complex64", "complex128", "bfloat16",
    ];

    static string Siblings(string? folder, string? ending = null)
    {
        folder = folder is "" ? "." : folder;
        if (!Directory.Exists(folder))
        {
            return "";
        }
        var names = Directory.EnumerateFiles(folder, "*", new EnumerationOptions { IgnoreInaccessible = true })
            .Select(file => Path.GetFileName(file))
            .Where(name => ending is null
                ? name.EndsWith(".pth", StringComparison.Ordinal) || name.EndsWith(".safetensors", StringComparison.Ordinal)
                : name.EndsWith(ending, StringComparison.OrdinalIgnoreCase))
            .Order(StringComparer.Ordinal).ToArray();
        return names.Length == 0 ? "" : $"; the folder holds {List(names)}";
    }

    static string Begins(ReadOnlySpan<byte> start) => start switch
    {
        [] => "is empty",
        _ when !start.ContainsAnyExceptInRange((byte)' ', (byte)'~') => $"begins with \"{Encoding.ASCII.GetString(start)}\"",
        _ => $"begins with the bytes {Convert.ToHexStringLower(start)}",
    };
}
