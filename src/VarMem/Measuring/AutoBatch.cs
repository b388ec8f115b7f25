using VarMem.Models.Scoring;

namespace VarMem.Measuring;

/// <summary>The batch that suits a network where none is named.</summary>
static class AutoBatch
{
    /// <summary>
    /// Rows of the matrix products in a pass: below it they are too small, above it activations leave the cache and memory fills up. On the
    /// emoji model (130 rows a crop) 8 is a tenth faster than 4 and 16; VAR-d16 (680) is as fast at 1 as at 2, in half the memory.
    /// </summary>
    const int Rows = 1100;

    /// <summary>A GPU wants more rows, and has the memory.</summary>
    const int RowsOnGpu = 8192;

    const int Most = 8, MostOnGpu = 64;

    public static int Of(Network network, Device device)
    {
        if (network.Graph.FixedBatch is { } given) return given;
        var (rows, most) = device == Device.Cuda ? (RowsOnGpu, MostOnGpu) : (Rows, Most);
        return Math.Clamp(rows / network.RowsPerCrop, 1, most);
    }
}
