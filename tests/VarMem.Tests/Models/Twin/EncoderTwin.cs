namespace VarMem.Tests.Models.Twin;

/// <summary>The tokenizer's encoder, pixels to latent.</summary>
sealed class EncoderTwin(TwinWeights weights, TwinActivations activations)
{
    const int Groups = 32;

    /// <summary>pixels (3, side, side) → latent (z, n, n), the output of quant_conv.</summary>
    public Picture Run(Picture pixels)
    {
        var levels = weights.Count(i => $"encoder.down.{i}.block.0.conv1.weight");
        var x = Conv("encoder.conv_in", pixels);
        for (var level = 0; level < levels; level++)
        {
            var path = $"encoder.down.{level}";
            for (var j = 0; weights.Has($"{path}.block.{j}.conv1.weight"); j++)
                x = Attention($"{path}.attn.{j}", ResBlock($"{path}.block.{j}", x));
            if (level < levels - 1) x = activations.Record($"{path}.downsample", weights.Downsample($"{path}.downsample.conv", x));
        }
        x = ResBlock("encoder.mid.block_1", x);
        x = Attention("encoder.mid.attn_1", x);
        x = ResBlock("encoder.mid.block_2", x);
        x = Conv("encoder.conv_out", GroupNorm("encoder.norm_out", x).Map(TwinMath.Silu));
        return Conv("quant_conv", x);
    }

    Picture ResBlock(string path, Picture x)
    {
        var h = Conv($"{path}.conv1", GroupNorm($"{path}.norm1", x).Map(TwinMath.Silu));
        h = Conv($"{path}.conv2", GroupNorm($"{path}.norm2", h).Map(TwinMath.Silu));
        var shortcut = weights.Has($"{path}.nin_shortcut.weight") ? Conv($"{path}.nin_shortcut", x) : x;
        return activations.Record(path, shortcut.Plus(h));
    }

    /// <summary>One head, every position sees every position. Where the checkpoint has none, x goes through.</summary>
    Picture Attention(string path, Picture x)
    {
        if (!weights.Has($"{path}.qkv.weight")) return x;
        var (channels, positions) = (x.Channels, x.Side * x.Side);
        var qkv = Conv($"{path}.qkv", GroupNorm($"{path}.norm", x)); // (3C, n, n): q, then k, then v
        var attended = new Picture(channels, x.Side);
        for (var query = 0; query < positions; query++)
        {
            var scores = new double[positions];
            for (var key = 0; key < positions; key++)
            {
                for (var c = 0; c < channels; c++) scores[key] += qkv.Channel(c)[query] * qkv.Channel(channels + c)[key];
                scores[key] /= Math.Sqrt(channels);
            }
            var seen = TwinMath.Softmax(scores);
            for (var c = 0; c < channels; c++) attended.Channel(c)[query] = TwinMath.Dot(seen, qkv.Channel(2 * channels + c));
        }
        return activations.Record(path, x.Plus(Conv($"{path}.proj_out", attended)));
    }

    /// <summary>Normalised over the channels and positions of each of 32 groups, then scaled and shifted channel by channel.</summary>
    Picture GroupNorm(string path, Picture x)
    {
        var normalized = x.Map(value => value);
        var size = x.Values.Length / Groups;
        for (var group = 0; group < Groups; group++) TwinMath.Normalize(normalized.Values.AsSpan(group * size, size));
        var (scale, shift) = (weights[$"{path}.weight"], weights[$"{path}.bias"]);
        for (var c = 0; c < x.Channels; c++)
            foreach (ref var value in normalized.Channel(c)) value = value * scale[c] + shift[c];
        return normalized;
    }

    Picture Conv(string path, Picture x) => activations.Record(path, weights.Conv(path, x));
}
