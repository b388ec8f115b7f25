using VarMem.Models.Checkpoints;

namespace VarMem.Models.Var;

/// <summary>Every learned tensor that a tokenizer's checkpoint must hold besides the encoder's to decode, with its shape.</summary>
static class DecoderTensors
{
    static readonly string[] Modules = ["decoder.", "post_quant_conv."];

    /// <summary>Whether a checkpoint can decode at all; activations need no decoder.</summary>
    public static bool AreIn(Checkpoint checkpoint) => checkpoint.Tensors.ContainsKey("decoder.conv_in.weight");

    /// <summary>Refuses a decoder that is not the encoder's counterpart in the published code.</summary>
    public static void Require(Checkpoint checkpoint, TokenizerArchitecture architecture)
    {
        var shapes = new TensorShapes(checkpoint);
        var kernel = shapes.Of("post_quant_conv.weight", 4)[2] | 1; // odd, or the shape is refused
        shapes.Require(Of(architecture, kernel), Modules);
    }

    static IEnumerable<(string Name, int[] Shape)> Of(TokenizerArchitecture v, int kernel)
    {
        var (z, top) = (v.LatentChannels, v.LevelChannels[^1]);
        return
        [
            .. TokenizerTensors.Conv("post_quant_conv", z, z, kernel),
            .. TokenizerTensors.Conv("decoder.conv_in", top, z, 3),
            .. TokenizerTensors.Block("decoder.mid.block_1", top, top),
            .. v.MidAttention ? TokenizerTensors.Attention("decoder.mid.attn_1", top) : [],
            .. TokenizerTensors.Block("decoder.mid.block_2", top, top),
            .. Enumerable.Range(0, v.LevelChannels.Length).SelectMany(i => Level(v, i)),
            .. TokenizerTensors.Norm("decoder.norm_out", v.LevelChannels[0]),
            .. TokenizerTensors.Conv("decoder.conv_out", 3, v.LevelChannels[0], 3),
        ];
    }

    /// <summary>One block more than in the encoder; levels run from the last to the first.</summary>
    static IEnumerable<(string Name, int[] Shape)> Level(TokenizerArchitecture v, int i)
    {
        var (path, channels, last) = ($"decoder.up.{i}", v.LevelChannels[i], v.LevelChannels.Length - 1);
        var before = v.LevelChannels[Math.Min(i + 1, last)];
        var blocks = Enumerable.Range(0, v.ResBlocks + 1);
        return
        [
            .. blocks.SelectMany(j => TokenizerTensors.Block($"{path}.block.{j}", j == 0 ? before : channels, channels)),
            .. i == last && v.LevelAttention ? blocks.SelectMany(j => TokenizerTensors.Attention($"{path}.attn.{j}", channels)) : [],
            .. i == 0 ? [] : TokenizerTensors.Conv($"{path}.upsample.conv", channels, channels, 3),
        ];
    }
}
