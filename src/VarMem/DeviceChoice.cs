using VarMem.Models.Scoring;

namespace VarMem;

/// <summary>The device that an extraction runs on, and why.</summary>
readonly record struct DeviceChoice(Device Device, string Reason)
{
    /// <summary>As the database keeps it.</summary>
    public string Name => Device.ToString().ToLowerInvariant();

    /// <param name="asked">Null takes a GPU where one can be used.</param>
    /// <exception cref="Models.ModelException">A GPU was asked for, and none can be used.</exception>
    public static DeviceChoice Of(Device? asked)
    {
        if (asked == Device.Cuda) CudaProvider.Require();
        return asked switch
        {
            { } device => new(device, "as --device says"),
            null when CudaProvider.Missing is { } lack => new(Device.Cpu, lack.What),
            null => new(Device.Cuda, "an NVIDIA GPU and its libraries are there"),
        };
    }
}
