using VarMem.Models.Scoring;

namespace VarMem;

/// <summary>The device that an extraction runs on, and why.</summary>
readonly record struct DeviceChoice(Device Device, string Reason)
{
    /// <summary>As the database keeps it.</summary>
    public string Name => Device.ToString().ToLowerInvariant();

    /// <param name="asked">Null takes a GPU where one can be used.</param>
    public static DeviceChoice Of(Device? asked) => asked switch
    {
        { } device => new(device, "as --device says"),
        null when CudaProvider.Missing is { } reason => new(Device.Cpu, reason),
        null => new(Device.Cuda, "an NVIDIA GPU and its libraries are there"),
    };
}
