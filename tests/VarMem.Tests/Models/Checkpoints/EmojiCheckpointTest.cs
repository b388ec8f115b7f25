using VarMem.Models.Checkpoints;

namespace VarMem.Tests.Models.Checkpoints;

/// <summary>
/// The embedded model's checkpoints, read in full. Names and shapes follow from the architecture; sums and single values were computed from
/// the files with Python's zipfile, pickle and struct.
/// </summary>
public class EmojiCheckpointTest
{
    [Fact]
    public void Var_HasTheTransformersTensors()
    {
        using var checkpoint = Checkpoint.Open(ModelFile("var.pth"));
        Assert.Equal(Sorted(VarTensors(width: 128, heads: 4, depth: 6, vocabulary: 512, channels: 16, classes: 9, scales: 6, length: 130)),
            Sorted(checkpoint.Tensors.Values.Select(tensor => tensor.ToString())));
        Assert.Equal("pos_start", checkpoint.Tensors.Keys.First());
        Assert.Equal("head.bias", checkpoint.Tensors.Keys.Last());
        Assert.Equal(1_918_110, checkpoint.Tensors.Values.Sum(tensor => tensor.Count));
    }

    [Fact]
    public void Var_HasTheTransformersValues()
    {
        using var checkpoint = Checkpoint.Open(ModelFile("var.pth"), "var_wo_ddp");
        Assert.Equal([1, 4, 9, 16, 36, 64], checkpoint.ReadInt64("lvl_1L").CountBy(scale => scale).Select(count => count.Value));
        var weights = checkpoint.Tensors.Keys.Where(name => name is not ("lvl_1L" or "attn_bias_for_masking"));
        Assert.Equal(75877.19766642299, weights.Sum(name => SumOfAbsolutes(checkpoint, name)), 1e-8);
        var head = checkpoint.ReadFloats("head.weight");
        Assert.Equal((0.07186703383922577f, -0.0518510527908802f, 0.02739783562719822f), (head[0], head[head.Length / 2], head[^1]));
        var mask = checkpoint.ReadFloats("attn_bias_for_masking");
        Assert.Equal((0f, float.NegativeInfinity, 0f), (mask[0], mask[1], mask[^1]));
    }

    [Fact]
    public void Vqvae_HasTheTokenizersTensors()
    {
        using var checkpoint = Checkpoint.Open(ModelFile("vqvae.pth"));
        Assert.Equal(Sorted(VqvaeTensors([32, 64, 128], vocabulary: 512, channels: 16, phis: 4, scales: 6)),
            Sorted(checkpoint.Tensors.Values.Select(tensor => tensor.ToString())));
        Assert.Equal(2_949_139, checkpoint.Tensors.Values.Sum(tensor => tensor.Count));
    }

    [Fact]
    public void Vqvae_HasTheTokenizersValues()
    {
        using var checkpoint = Checkpoint.Open(ModelFile("vqvae.pth"), "vae_local");
        Assert.Equal(63766.18146874733, checkpoint.Tensors.Keys.Sum(name => SumOfAbsolutes(checkpoint, name)), 1e-8);
        var weight = checkpoint.ReadFloats("decoder.up.1.upsample.conv.weight");
        Assert.Equal((-0.006674204021692276f, -0.017536425963044167f, 0.026167573407292366f),
            (weight[0], weight[weight.Length / 2], weight[^1]));
    }

    [Fact]
    public void Open_ReadsNoValues()
    {
        Checkpoint.Open(ModelFile("vqvae.pth")).Dispose();
        var before = GC.GetAllocatedBytesForCurrentThread();
        using var checkpoint = Checkpoint.Open(ModelFile("vqvae.pth")); // 12 MB
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    [Fact]
    public void ReadFloats_IntoASpan_AllocatesNoSecondCopy()
    {
        using var checkpoint = Checkpoint.Open(ModelFile("vqvae.pth"));
        var destination = new float[checkpoint.Tensors["decoder.up.1.upsample.conv.weight"].Count]; // 147 kB
        checkpoint.ReadFloats("decoder.up.1.upsample.conv.weight", destination);
        var before = GC.GetAllocatedBytesForCurrentThread();
        checkpoint.ReadFloats("decoder.up.1.upsample.conv.weight", destination);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 20_000);
    }

    static double SumOfAbsolutes(Checkpoint checkpoint, string name) => checkpoint.ReadFloats(name).Sum(value => Math.Abs((double)value));

    static string[] Sorted(IEnumerable<string> tensors) => [.. tensors.Order(StringComparer.Ordinal)];

    static IEnumerable<string> VarTensors(
        int width, int heads, int depth, int vocabulary, int channels, int classes, int scales, int length) =>
    [
        $"pos_start float32 (1, 1, {width})",
        $"pos_1LC float32 (1, {length}, {width})",
        $"lvl_1L int64 (1, {length})",
        $"attn_bias_for_masking float32 (1, 1, {length}, {length})",
        $"class_emb.weight float32 ({classes + 1}, {width})",
        $"lvl_embed.weight float32 ({scales}, {width})",
        .. Layer("word_embed", width, channels),
        .. Layer("head_nm.ada_lin.1", 2 * width, width),
        .. Layer("head", vocabulary, width),
        .. Enumerable.Range(0, depth).SelectMany(block => VarBlock($"blocks.{block}", width, heads)),
    ];

    static IEnumerable<string> VarBlock(string block, int width, int heads) =>
    [
        $"{block}.attn.mat_qkv.weight float32 ({3 * width}, {width})",
        $"{block}.attn.q_bias float32 ({width})",
        $"{block}.attn.v_bias float32 ({width})",
        $"{block}.attn.zero_k_bias float32 ({width})",
        $"{block}.attn.scale_mul_1H11 float32 (1, {heads}, 1, 1)",
        .. Layer($"{block}.attn.proj", width, width),
        .. Layer($"{block}.ffn.fc1", 4 * width, width),
        .. Layer($"{block}.ffn.fc2", width, 4 * width),
        .. Layer($"{block}.ada_lin.1", 6 * width, width),
    ];

    static IEnumerable<string> VqvaeTensors(int[] widths, int vocabulary, int channels, int phis, int scales)
    {
        var (last, top) = (widths.Length - 1, widths[^1]);
        return
        [
            $"quantize.embedding.weight float32 ({vocabulary}, {channels})",
            $"quantize.ema_vocab_hit_SV float32 ({scales}, {vocabulary})",
            .. Layer("quant_conv", channels, channels, 3, 3),
            .. Layer("post_quant_conv", channels, channels, 3, 3),
            .. Enumerable.Range(0, phis).SelectMany(k => Layer($"quantize.quant_resi.qresi_ls.{k}", channels, channels, 3, 3)),
            .. Layer("encoder.conv_in", widths[0], 3, 3, 3),
            .. widths.SelectMany((width, i) => Block($"encoder.down.{i}.block.0", i == 0 ? widths[0] : widths[i - 1], width)),
            .. Attention($"encoder.down.{last}.attn.0", top),
            .. widths.Take(last).SelectMany((width, i) => Layer($"encoder.down.{i}.downsample.conv", width, width, 3, 3)),
            .. Middle("encoder", top),
            .. Layer("encoder.norm_out", top),
            .. Layer("encoder.conv_out", channels, top, 3, 3),
            .. Layer("decoder.conv_in", top, channels, 3, 3),
            .. Middle("decoder", top),
            .. widths.SelectMany((width, i) => Block($"decoder.up.{i}.block.0", i == last ? top : widths[i + 1], width)),
            .. widths.SelectMany((width, i) => Block($"decoder.up.{i}.block.1", width, width)),
            .. Attention($"decoder.up.{last}.attn.0", top),
            .. Attention($"decoder.up.{last}.attn.1", top),
            .. widths.Skip(1).SelectMany((width, i) => Layer($"decoder.up.{i + 1}.upsample.conv", width, width, 3, 3)),
            .. Layer("decoder.norm_out", widths[0]),
            .. Layer("decoder.conv_out", 3, widths[0], 3, 3),
        ];
    }

    static IEnumerable<string> Middle(string side, int width) =>
    [
        .. Block($"{side}.mid.block_1", width, width),
        .. Attention($"{side}.mid.attn_1", width),
        .. Block($"{side}.mid.block_2", width, width),
    ];

    static IEnumerable<string> Block(string name, int from, int to) =>
    [
        .. Layer($"{name}.norm1", from),
        .. Layer($"{name}.conv1", to, from, 3, 3),
        .. Layer($"{name}.norm2", to),
        .. Layer($"{name}.conv2", to, to, 3, 3),
        .. from == to ? [] : Layer($"{name}.nin_shortcut", to, from, 1, 1),
    ];

    static IEnumerable<string> Attention(string name, int width) =>
    [
        .. Layer($"{name}.norm", width),
        .. Layer($"{name}.qkv", 3 * width, width, 1, 1),
        .. Layer($"{name}.proj_out", width, width, 1, 1),
    ];

    static string[] Layer(string name, params int[] shape) =>
        [$"{name}.weight float32 ({string.Join(", ", shape)})", $"{name}.bias float32 ({shape[0]})"];

    static string ModelFile(string name)
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "VarMem.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("VarMem.sln");
        }
        return Path.Combine(folder, "models", "emoji", name);
    }
}
