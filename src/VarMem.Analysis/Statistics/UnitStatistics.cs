using VarMem.Analysis.Activations;

namespace VarMem.Analysis.Statistics;

/// <summary>Everything that is measured unit by unit, in one pass.</summary>
sealed class UnitStatistics
{
    public UnitStatistics(MeasuredImages images, IReadOnlyList<UnitPart> parts, ActivationTiles activations)
    {
        Peaks = new(images, activations.UnitCount);
        ClassMem = new(images, activations.UnitCount);
        MuRank = new(images, parts, activations.UnitCount);
        HeldOut = new(images, activations.UnitCount);
        UnitScan.Run(activations, () => [Peaks.NewVisitor(), ClassMem.NewVisitor(), MuRank.NewVisitor(), HeldOut.NewVisitor()]);
    }

    public UnitPeaks Peaks { get; }

    public ClassMem ClassMem { get; }

    public ImageMuRank MuRank { get; }

    public HeldOutUnitMem HeldOut { get; }
}
