namespace VarMem.Models.Membership;

/// <summary>Sums over the tokens of one scale, of all crops of an image.</summary>
public struct ScaleLikelihood
{
    /// <summary>Tokens summed over.</summary>
    public int TokenCount { get; private set; }

    /// <summary>−log p(y), in nats.</summary>
    public double NllSum { get; private set; }

    /// <summary>The same given the null class; 0 where that was not asked for.</summary>
    public double NullClassNllSum { get; private set; }

    /// <summary>Entropy, in nats.</summary>
    public double EntropySum { get; private set; }

    public long RankSum { get; private set; }

    /// <summary>Tokens of rank 1.</summary>
    public int TopCount { get; private set; }

    /// <summary>Adds the tokens at positions from…to−1 of a crop.</summary>
    internal void Add(CropTokens crop, int from, int to)
    {
        var given = crop.Conditional;
        var unconditional = crop.NullClassLogP;
        for (var t = from; t < to; t++)
        {
            NllSum -= given.LogP[t];
            if (!unconditional.IsEmpty) NullClassNllSum -= unconditional[t];
            EntropySum -= given.Mean[t];
            RankSum += (long)given.Rank[t];
            TopCount += given.Rank[t] == 1 ? 1 : 0;
        }
        TokenCount += to - from;
    }
}
