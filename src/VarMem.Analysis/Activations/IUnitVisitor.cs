namespace VarMem.Analysis.Activations;

/// <summary>What a statistic does with each unit.</summary>
interface IUnitVisitor
{
    /// <param name="unit">unit_id.</param>
    /// <param name="mu">μ of the unit in every image (images), by rows of <see cref="Statistics.MeasuredImages"/>.</param>
    void Visit(int unit, ReadOnlySpan<float> mu);
}
