using System.Security.Cryptography;
using Google.Protobuf;
using VarMem.Models.Onnx.Proto;

namespace VarMem.Models.Onnx.Exported;

/// <summary>Reads an ONNX file from anywhere: nothing in it is believed before it is checked.</summary>
static class OnnxReader
{
    /// <summary>Protobuf's own bound is 2³¹ − 1; the rest is for what is added.</summary>
    const long MaxLength = 2_000_000_000;

    /// <summary>The oldest operations that ONNX Runtime promises to run.</summary>
    const int OldestOpset = 7;

    public static (ModelProto Model, OnnxFileDescription Description) Read(string file)
    {
        if (Directory.Exists(file)) throw Throw.OnnxFolder(file);
        if (!File.Exists(file)) throw Throw.OnnxMissing(file);
        var (model, sha256) = Parse(file);
        if (model.Graph is not { Node.Count: > 0 } graph) throw Throw.NotOnnx(file, "it holds no graph");
        var opset = model.StandardOpset();
        if (opset < OldestOpset) throw Throw.OldOpset(file, opset, OldestOpset);
        NodeOrder.Sort(graph, file);
        var parameters = graph.Initializer.Sum(tensor => tensor.Dims.Aggregate(1L, (count, side) => unchecked(count * side)));
        var producer = $"{model.ProducerName} {model.ProducerVersion}".Trim();
        return (model, new(sha256, producer, opset, parameters, ExternalData.Files(graph, file)));
    }

    static (ModelProto Model, string Sha256) Parse(string file)
    {
        try
        {
            using var stream = File.OpenRead(file);
            if (stream.Length == 0) throw Throw.NotOnnx(file, "it is empty");
            if (stream.Length > MaxLength) throw Throw.OnnxTooLarge(file, stream.Length, MaxLength);
            var sha256 = Convert.ToHexStringLower(SHA256.HashData(stream));
            stream.Position = 0;
            return (ModelProto.Parser.ParseFrom(stream), sha256);
        }
        catch (InvalidProtocolBufferException e)
        {
            throw Throw.NotOnnx(file, e.Message);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Throw.Unreadable(file, e);
        }
    }
}
