namespace VarMem.Analysis.Interventions;

/// <summary>The units of one intervention.</summary>
/// <param name="Control"><see cref="Random"/> or <see cref="Matched"/>; null for the units that were asked for.</param>
/// <param name="Draw">Number of the control's draw, from 1; 0 for the units that were asked for.</param>
/// <param name="Units">unit_id, rising.</param>
public sealed record UnitSet(string? Control, int Draw, IReadOnlyList<int> Units)
{
    public const string Random = "random", Matched = "matched";
}
