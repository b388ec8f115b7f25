using VarMem.Models.Onnx.Proto;

namespace VarMem.Models.Var;

/// <summary>Holds a built model's description against its graph: model.json is text, and text is edited.</summary>
/// <remarks>What the graph does not tell, such as the checkpoints' names, is only ever shown.</remarks>
static class DescriptionRules
{
    public static void Check(string file, ModelDescription d, GraphProto graph)
    {
        var v = d.Tokenizer.Architecture;
        FactRules.Check(file, d.ImageSize, d.ResizeRatio, d.Transformer?.Architecture.PatchNums, heads: null, d.ClassNames);
        CheckPart(file, "tokenizer", d.Tokenizer);

        var weights = graph.Initializer.GroupBy(weight => weight.Name).ToDictionary(group => group.Key, group => group.First().Dims);
        var pixels = graph.Input.FirstOrDefault(input => input.Name == ModelBuilder.Pixels);
        Compare("image_size", d.ImageSize, pixels?.Type?.TensorType?.Shape?.Dim.LastOrDefault()?.DimValue);
        if (d.Transformer is not null) CheckPart(file, "transformer", d.Transformer);
        if (d.Transformer is { Architecture: var transformer }) CompareTransformer(transformer);
        else Compare("the number of blocks of no transformer", 0, Count(Block));

        Compare("tokenizer.architecture.channels", v.Channels, Axis("encoder.conv_in.weight", 0));
        Compare("the number of tokenizer.architecture.level_channels", v.LevelChannels.Length, Count(Level));
        for (var i = 0; i < v.LevelChannels.Length; i++)
            Compare($"tokenizer.architecture.level_channels[{i}]", v.LevelChannels[i], Axis(Level(i), 0));
        Compare("tokenizer.architecture.vocabulary", v.Vocabulary, Axis("quantize.embedding.weight", 0));
        Compare("tokenizer.architecture.latent_channels", v.LatentChannels, Axis("quantize.embedding.weight", 1));
        if (d.Transformer is { Architecture.PatchNums: [.., var last] })
            Compare("the last side of transformer.architecture.patch_nums", last, d.ImageSize / v.Downsampling);

        void CompareTransformer(TransformerArchitecture t)
        {
            Compare("the number of class_names", d.ClassNames.Length, Axis("class_emb.weight", 0) - 1);
            Compare("transformer.architecture.class_count", t.ClassCount, Axis("class_emb.weight", 0) - 1);
            Compare("transformer.architecture.width", t.Width, Axis("class_emb.weight", 1));
            Compare("transformer.architecture.depth", t.Depth, Count(Block));
            Compare("transformer.architecture.hidden", t.Hidden, Axis("blocks.0.ffn.fc1.weight", 1));
            Compare("transformer.architecture.vocabulary", t.Vocabulary, Axis("head.weight", 1));
            Compare("transformer.architecture.latent_channels", t.LatentChannels, Axis("word_embed.weight", 0));
            Compare("the number of tokens of transformer.architecture.patch_nums", t.PatchNums.Sum(p => (long)p * p), Axis("positions", 1));
        }

        void Compare(string key, long found, long? expected)
        {
            if (expected is { } told && told != found) throw Throw.DescriptionChanged(file, key, found, told);
        }

        long? Axis(string name, int axis) => weights.TryGetValue(name, out var dims) && axis < dims.Count ? dims[axis] : null;

        long? Count(Func<int, string> name)
        {
            var count = 0;
            while (weights.ContainsKey(name(count))) count++;
            return count > 0 ? count : null;
        }

        static string Block(int i) => $"blocks.{i}.attn.proj.weight";

        static string Level(int i) => $"encoder.down.{i}.block.0.conv1.weight";
    }

    static void CheckPart<T>(string file, string name, Part<T> part)
    {
        if (part.Sha256.Length != 64 || !part.Sha256.All(char.IsAsciiHexDigitLower))
            throw Throw.BadFact(file, $"{name}.sha256", part.Sha256, "64 hexadecimal digits in lower case");
        if (part.Parameters < 1) throw Throw.BadFact(file, $"{name}.parameters", $"{part.Parameters}", "1 or more");
        if (string.IsNullOrWhiteSpace(part.Checkpoint)) throw Throw.BadFact(file, $"{name}.checkpoint", "nothing", "a file name");
    }
}
