namespace VarMem.Models.Onnx.Exported;

/// <summary>Axes of a tensor in a file, batch being 0, that tell units apart; or why it has none of those asked for.</summary>
readonly record struct HookAxes(int[] Units, string? Refusal)
{
    public static HookAxes Of(int rank, int guessed, OnnxFileOptions options)
    {
        int[] units = [.. Given(options.UnitAxes)], positions = [.. Given(options.PositionAxes)];
        int[] all = [.. Enumerable.Range(1, rank - 1)];
        if (First(units.Except(all)) is { } unit) return Refused($"has {rank} axes, and so no axis {unit} for --channel-axis");
        if (First(positions.Except(all)) is { } position) return Refused($"has {rank} axes, and so no axis {position} for --position-axis");
        if (options is { UnitAxes: null, PositionAxes: null }) return new([guessed], null);
        if (options.UnitAxes is null) return new([.. all.Except(positions)], null);
        if (options.PositionAxes is not null && First(all.Except(units).Except(positions)) is { } open)
            return Refused($"has {rank} axes, and axis {open} is neither in --channel-axis nor in --position-axis");
        return new(units, null);
    }

    static IEnumerable<int> Given(IReadOnlyList<int>? axes) => axes?.Distinct().Order() ?? Enumerable.Empty<int>();

    static int? First(IEnumerable<int> axes) => axes.Cast<int?>().FirstOrDefault();

    static HookAxes Refused(string reason) => new([], reason);
}
