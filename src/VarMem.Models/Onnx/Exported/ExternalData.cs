using System.Globalization;
using VarMem.Models.Onnx.Proto;
using static VarMem.Models.Onnx.Proto.TensorProto.Types;

namespace VarMem.Models.Onnx.Exported;

/// <summary>Weights that an ONNX file keeps in other files ("external data"): they lie in its folder or below, and nowhere else.</summary>
static class ExternalData
{
    /// <summary>The files, each once, in the order of their names.</summary>
    /// <exception cref="ModelException">One lies outside of the folder, is missing or too short.</exception>
    public static IReadOnlyList<string> Files(GraphProto graph, string file)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(file))!;
        var lengths = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var tensor in Tensors(graph).Where(tensor => tensor.DataLocation == DataLocation.External))
        {
            var location = Entry(tensor, "location") ?? "";
            if (LeavesFolder(location)) throw Throw.ExternalOutside(file, tensor.Name, location);
            var path = Path.Combine(folder, location);
            if (!File.Exists(path)) throw Throw.ExternalMissing(file, tensor.Name, location);
            if (!lengths.TryGetValue(path, out var length)) lengths[path] = length = new FileInfo(path).Length;
            if (End(tensor) is not { } end || end > length) throw Throw.ExternalTooShort(file, tensor.Name, location, length);
        }
        return [.. lengths.Keys];
    }

    static bool LeavesFolder(string location) =>
        location == "" || location.Contains('\0') || Path.IsPathRooted(location) || location.Split('/', '\\').Contains("..");

    /// <summary>Where the tensor ends in its file, as far as it says; null where it says nonsense.</summary>
    static Int128? End(TensorProto tensor) => Number(tensor, "offset") + Number(tensor, "length");

    static Int128? Number(TensorProto tensor, string key) =>
        Entry(tensor, key) is not { } text ? 0
        : ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    static IEnumerable<TensorProto> Tensors(GraphProto graph) =>
        graph.Initializer
            .Concat(graph.Node.SelectMany(node => node.Attribute).Select(attribute => attribute.T).OfType<TensorProto>())
            .Concat(graph.Node.SelectMany(GraphNames.Bodies).SelectMany(Tensors));

    static string? Entry(TensorProto tensor, string key) => tensor.ExternalData.FirstOrDefault(entry => entry.Key == key)?.Value;
}
