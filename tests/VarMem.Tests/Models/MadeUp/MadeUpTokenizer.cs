using VarMem.Models.Var;

namespace VarMem.Tests.Models.MadeUp;

/// <summary>Every tensor of a tokenizer's checkpoint, key by key as the published code writes it.</summary>
static class MadeUpTokenizer
{
    /// <param name="v">The architecture.</param>
    /// <param name="decoder">Whether the tensors are there that only decoding needs.</param>
    public static IEnumerable<MadeUpTensor> Tensors(TokenizerArchitecture v, bool decoder = false)
    {
        foreach (var tensor in Conv("encoder.conv_in", v.Channels, 3, 3)) yield return tensor;
        var (channels, last) = (v.Channels, v.LevelChannels.Length - 1);
        for (var i = 0; i <= last; i++)
        {
            for (var j = 0; j < v.ResBlocks; j++)
            {
                foreach (var tensor in ResBlock($"encoder.down.{i}.block.{j}", channels, v.LevelChannels[i])) yield return tensor;
                channels = v.LevelChannels[i];
                if (i == last && v.LevelAttention)
                    foreach (var tensor in Attention($"encoder.down.{i}.attn.{j}", channels)) yield return tensor;
            }
            if (i < last)
                foreach (var tensor in Conv($"encoder.down.{i}.downsample.conv", channels, channels, 3)) yield return tensor;
        }
        foreach (var tensor in ResBlock("encoder.mid.block_1", channels, channels)) yield return tensor;
        if (v.MidAttention)
            foreach (var tensor in Attention("encoder.mid.attn_1", channels)) yield return tensor;
        foreach (var tensor in ResBlock("encoder.mid.block_2", channels, channels)) yield return tensor;
        foreach (var tensor in Norm("encoder.norm_out", channels)) yield return tensor;
        foreach (var tensor in Conv("encoder.conv_out", v.LatentChannels, channels, 3)) yield return tensor;
        foreach (var tensor in Conv("quant_conv", v.LatentChannels, v.LatentChannels, 3)) yield return tensor;
        if (decoder)
            foreach (var tensor in Decoder(v)) yield return tensor;
        yield return new("quantize.embedding.weight", [v.Vocabulary, v.LatentChannels], 0, 0.6f);
        for (var k = 0; k < v.PhiCount; k++)
        {
            var path = v.PhiCount == 1 ? "qresi" : v.PhiPerScale ? $"{k}" : $"qresi_ls.{k}";
            foreach (var tensor in Conv($"quantize.quant_resi.{path}", v.LatentChannels, v.LatentChannels, 3)) yield return tensor;
        }
    }

    static IEnumerable<MadeUpTensor> Decoder(TokenizerArchitecture v)
    {
        var last = v.LevelChannels.Length - 1;
        var channels = v.LevelChannels[last];
        foreach (var tensor in Conv("post_quant_conv", v.LatentChannels, v.LatentChannels, 3)) yield return tensor;
        foreach (var tensor in Conv("decoder.conv_in", channels, v.LatentChannels, 3)) yield return tensor;
        foreach (var tensor in ResBlock("decoder.mid.block_1", channels, channels)) yield return tensor;
        if (v.MidAttention)
            foreach (var tensor in Attention("decoder.mid.attn_1", channels)) yield return tensor;
        foreach (var tensor in ResBlock("decoder.mid.block_2", channels, channels)) yield return tensor;
        for (var i = last; i >= 0; i--)
        {
            for (var j = 0; j <= v.ResBlocks; j++)
            {
                foreach (var tensor in ResBlock($"decoder.up.{i}.block.{j}", channels, v.LevelChannels[i])) yield return tensor;
                channels = v.LevelChannels[i];
                if (i == last && v.LevelAttention)
                    foreach (var tensor in Attention($"decoder.up.{i}.attn.{j}", channels)) yield return tensor;
            }
            if (i > 0)
                foreach (var tensor in Conv($"decoder.up.{i}.upsample.conv", channels, channels, 3)) yield return tensor;
        }
        foreach (var tensor in Norm("decoder.norm_out", channels)) yield return tensor;
        foreach (var tensor in Conv("decoder.conv_out", 3, channels, 3)) yield return tensor;
    }

    static MadeUpTensor[] ResBlock(string path, int inputs, int outputs) =>
    [
        .. Norm($"{path}.norm1", inputs), .. Conv($"{path}.conv1", outputs, inputs, 3),
        .. Norm($"{path}.norm2", outputs), .. Conv($"{path}.conv2", outputs, outputs, 3),
        .. inputs == outputs ? [] : Conv($"{path}.nin_shortcut", outputs, inputs, 1),
    ];

    static MadeUpTensor[] Attention(string path, int channels) =>
        [.. Norm($"{path}.norm", channels), .. Conv($"{path}.qkv", 3 * channels, channels, 1), .. Conv($"{path}.proj_out", channels, channels, 1)];

    static MadeUpTensor[] Norm(string path, int channels) => [new($"{path}.weight", [channels], 1, 0.2f), new($"{path}.bias", [channels], 0, 0.1f)];

    static MadeUpTensor[] Conv(string path, int outputs, int inputs, int kernel) =>
    [
        new($"{path}.weight", [outputs, inputs, kernel, kernel], 0, 1 / MathF.Sqrt(inputs * kernel * kernel)),
        new($"{path}.bias", [outputs], 0, 0.1f),
    ];
}
