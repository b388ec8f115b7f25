namespace VarMem.Models.Onnx.Exported;

/// <summary>What an ONNX file that somebody else exported does not tell.</summary>
public readonly record struct OnnxFileOptions()
{
    /// <summary>The input that takes the pixels; null where there is only one.</summary>
    public string? Input { get; init; }

    /// <summary>Side of the square pictures, where the file leaves it open.</summary>
    public int? ImageSize { get; init; }

    /// <summary>Axes of a hooked tensor that tell units apart, the batch being axis 0; null to guess from its rank.</summary>
    public IReadOnlyList<int>? UnitAxes { get; init; }

    /// <summary>Axes that the mean runs over; null for all the others.</summary>
    public IReadOnlyList<int>? PositionAxes { get; init; }

    /// <summary>Mean of each colour channel, subtracted from v/255.</summary>
    public IReadOnlyList<float> Mean { get; init; } = [0.5f, 0.5f, 0.5f];

    /// <summary>Standard deviation of each colour channel, divided by; with the defaults pixels lie in [−1, 1].</summary>
    public IReadOnlyList<float> Deviation { get; init; } = [0.5f, 0.5f, 0.5f];
}
