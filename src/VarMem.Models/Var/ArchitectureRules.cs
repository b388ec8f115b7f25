namespace VarMem.Models.Var;

/// <summary>What an architecture read off a checkpoint must obey besides its tensors' shapes, so that a graph can be made of it.</summary>
static class ArchitectureRules
{
    /// <summary>Far above any model; they keep what a hostile checkpoint makes small.</summary>
    const int MaxDepth = 1000, MaxLevels = 8, MaxSide = 128, MaxPixels = 4096;

    /// <summary>Those of every GroupNorm.</summary>
    const int Groups = 32;

    /// <summary>Number of transformer blocks.</summary>
    public static int Depth(string file, int found) =>
        found is >= 1 and <= MaxDepth ? found : throw Throw.NotThatMany(file, found, "transformer blocks", $"1 to {MaxDepth}");

    /// <summary>Number of resolution levels of the tokenizer's encoder.</summary>
    public static int Levels(string file, int found) =>
        found is >= 1 and <= MaxLevels ? found : throw Throw.NotThatMany(file, found, "resolution levels", $"1 to {MaxLevels}");

    public static void Check(string file, TransformerArchitecture t)
    {
        var ruleFails = t.HeadsFrom == HeadsFrom.PublishedRule && t.Width % TransformerArchitecture.PublishedHeadSize != 0;
        if (t.Heads < 1 || t.Width % t.Heads != 0 || ruleFails) throw Throw.HeadsDoNotDivide(file, t.Width, t.Heads, t.HeadsFrom);
        if (t.ClassCount < 1)
            throw Throw.NotThatMany(file, t.ClassCount, "classes", "1 or more besides the null class (class_emb.weight)");
    }

    public static void Check(string file, TokenizerArchitecture v)
    {
        if (v.Channels % Groups != 0)
            throw Throw.NotThatMany(file, v.Channels, "channels behind encoder.conv_in", $"a multiple of {Groups}");
        for (var i = 0; i < v.LevelChannels.Length; i++)
            if (v.LevelChannels[i] % Groups != 0)
                throw Throw.NotThatMany(file, v.LevelChannels[i], $"channels at encoder.down.{i}", $"a multiple of {Groups}");
    }

    /// <summary>Sides of the scales, wherever they come from.</summary>
    public static int[] Scales(string file, int[] sides, int tokens)
    {
        if (sides.Length == 1) throw Throw.OneScale(file);
        if (sides.Length == 0 || sides[0] < 1 || sides[^1] > MaxSide || sides.Zip(sides.Skip(1)).Any(pair => pair.First >= pair.Second))
            throw Throw.ScalesDoNotRise(file, sides, MaxSide);
        return sides.Sum(p => p * p) == tokens ? sides : throw Throw.ScalesDoNotAddUp(file, sides, tokens);
    }

    /// <summary>A transformer belongs to the tokenizer whose codes it predicts.</summary>
    public static void CheckPair(string vqvaeFile, TokenizerArchitecture tokenizer, string varFile, TransformerArchitecture transformer)
    {
        if (tokenizer.Vocabulary != transformer.Vocabulary)
            throw Throw.NotAPair(vqvaeFile, varFile, "codes in the vocabulary", tokenizer.Vocabulary, transformer.Vocabulary);
        if (tokenizer.LatentChannels != transformer.LatentChannels)
            throw Throw.NotAPair(vqvaeFile, varFile, "channels a token", tokenizer.LatentChannels, transformer.LatentChannels);
        if (tokenizer.PhiPerScale && tokenizer.PhiCount != transformer.PatchNums.Length)
            throw Throw.NotAPair(vqvaeFile, varFile, "scales (one convolution φ each)", tokenizer.PhiCount, transformer.PatchNums.Length);
        Pixels(varFile, (long)transformer.PatchNums[^1] * tokenizer.Downsampling);
    }

    /// <summary>Side of the pictures.</summary>
    public static int Pixels(string file, long side) => side is >= 1 and <= MaxPixels
        ? (int)side : throw Throw.NotThatMany(file, (int)Math.Min(side, int.MaxValue), "pixels a side", $"at most {MaxPixels}");
}
