using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using VarMem.Images;
using VarMem.Measuring;
using VarMem.Models.Checkpoints;
using VarMem.Models.Onnx;
using VarMem.Models.Scoring;
using VarMem.Models.Var;
using VarMem.Pipeline.Images;

namespace VarMem.Tests.EndToEnd;

/// <summary>The tokens of all 1,540 emoji images' centre crops, with what the quantizer chose them from.</summary>
sealed class CenterCrops
{
    const int Batch = 20;

    readonly long[] _tokens; // (N, L)
    readonly float[][] _rests; // a scale: (N, p², z)
    readonly float[] _codes; // (V, z)
    readonly int[] _sides = EmojiModel.Folder.Description.Transformer!.Architecture.PatchNums;
    readonly int _channels = EmojiModel.Folder.Description.Tokenizer.Architecture.LatentChannels;

    public CenterCrops(string manifest)
    {
        string[] outputs = [ModelBuilder.Tokens, .. _sides.Select((_, scale) => $"quantize.{scale}.rest")];
        var graph = HookedGraph.Build(EmojiModel.Folder.Graph, [], outputs);
        using var settings = ScoringSession.Settings(EmojiModel.Folder.Graph, new ScoringOptions { Batch = Batch });
        using var session = new InferenceSession(graph.ToByteArray(), settings);
        using var run = new RunOptions();

        var tokens = new List<long>();
        var rests = _sides.Select(_ => new List<float>()).ToArray();
        foreach (var crops in Crops(manifest).Chunk(Batch))
        {
            using var pixels = OrtValue.CreateTensorValueFromMemory(crops.SelectMany(crop => crop).ToArray(), [crops.Length, 3, 32, 32]);
            using var values = session.Run(run, new Dictionary<string, OrtValue> { [ModelBuilder.Pixels] = pixels }, outputs);
            tokens.AddRange(values[0].GetTensorDataAsSpan<long>());
            for (var scale = 0; scale < rests.Length; scale++) rests[scale].AddRange(values[scale + 1].GetTensorDataAsSpan<float>());
        }
        (_tokens, _rests) = ([.. tokens], [.. rests.Select(rest => rest.ToArray())]);
        using var checkpoint = Checkpoint.Open(Repository.File("models", "emoji", "vqvae.pth"));
        _codes = checkpoint.ReadFloats("quantize.embedding.weight");
    }

    public int TokenCount => _sides.Sum(side => side * side);

    /// <summary>(L)</summary>
    public long[] Tokens(int image) => _tokens[(image * TokenCount)..((image + 1) * TokenCount)];

    /// <summary>A position's scale, by its place among an image's tokens.</summary>
    public int ScaleOf(int position)
    {
        var scale = 0;
        while (position >= _sides[scale] * _sides[scale]) position -= _sides[scale] * _sides[scale++];
        return scale;
    }

    /// <summary>The two codes that lie nearest to what is left of the image at a position, and their squared distances.</summary>
    public ((long Code, double Distance) First, (long Code, double Distance) Second) Nearest(int image, int position)
    {
        var scale = ScaleOf(position);
        var squares = _sides.Take(scale).Sum(side => side * side);
        var rest = _rests[scale].AsSpan((image * _sides[scale] * _sides[scale] + position - squares) * _channels, _channels);
        (long Code, double Distance) first = (-1, double.PositiveInfinity), second = first;
        for (var code = 0; code < _codes.Length / _channels; code++)
        {
            var distance = 0.0;
            for (var c = 0; c < _channels; c++)
            {
                var difference = (double)rest[c] - _codes[code * _channels + c];
                distance += difference * difference;
            }
            if (distance < first.Distance) (first, second) = ((code, distance), first);
            else if (distance < second.Distance) second = (code, distance);
        }
        return (first, second);
    }

    static IEnumerable<float[]> Crops(string manifest)
    {
        var options = new ExtractionOptions
        {
            Network = new NetworkOptions { Path = EmojiModel.Folder.Path },
            Database = "",
            Manifest = manifest,
            Crop = CropMode.Center,
            Augmentations = 1,
        };
        using var rows = new ImageRows(ImageInput.Open(options, Network.Open(options.Network)).View, withCrops: true);
        while (rows.MoveNext())
        {
            rows.ReadCrops();
            yield return rows.Crops.ToArray();
        }
    }
}
