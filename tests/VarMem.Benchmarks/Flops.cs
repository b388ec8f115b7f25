using VarMem.Models.Var;

namespace VarMem.Benchmarks;

/// <summary>Useful floating-point operations of one forward pass, a multiplication and an addition counting as two.</summary>
static class Flops
{
    /// <summary>The tokenizer's encoder: its convolutions and its attention's two products.</summary>
    public static double Encoder(TokenizerArchitecture architecture, int side)
    {
        var (total, channels, levels) = (0.0, architecture.Channels, architecture.LevelChannels);
        total += Conv(3, channels, 3);
        for (var level = 0; level < levels.Length; level++)
        {
            for (var j = 0; j < architecture.ResBlocks; j++)
            {
                total += ResBlock(channels, levels[level]);
                channels = levels[level];
                if (level == levels.Length - 1) total += Attention(channels);
            }
            if (level == levels.Length - 1) continue;
            side /= 2;
            total += Conv(channels, channels, 3);
        }
        total += 2 * ResBlock(channels, channels) + Attention(channels);
        return total + Conv(channels, architecture.LatentChannels, 3) + Conv(architecture.LatentChannels, architecture.LatentChannels, 3);

        double Conv(int inputs, int outputs, int kernel) => 2.0 * inputs * outputs * kernel * kernel * side * side;
        double ResBlock(int inputs, int outputs) => Conv(inputs, outputs, 3) + Conv(outputs, outputs, 3) + (inputs == outputs ? 0 : Conv(inputs, outputs, 1));
        double Attention(int width) => Conv(width, 3 * width, 1) + Conv(width, width, 1) + 4.0 * width * Math.Pow(side, 4);
    }

    /// <summary>The quantizer: the distances to every code.</summary>
    public static double Quantizer(TransformerArchitecture architecture) => 2.0 * architecture.TokenCount * architecture.LatentChannels * architecture.Vocabulary;

    /// <summary>The transformer up to its last block: linear layers, and scores and sums of attention over what each scale sees.</summary>
    public static double Transformer(TransformerArchitecture architecture)
    {
        var (c, seen, scores) = ((double)architecture.Width, 0, 0.0);
        foreach (var p in architecture.PatchNums)
        {
            seen += p * p;
            scores += (double)p * p * seen;
        }
        var linear = 2 * architecture.TokenCount * (4 * c * c + 2 * c * architecture.Hidden) + 2 * 6 * c * c;
        return architecture.Depth * (linear + 4 * scores * c);
    }
}
