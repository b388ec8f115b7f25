using VarMem.Models.Scoring;

namespace VarMem.Measuring;

/// <summary>The device that a command runs on, and why it where none was asked for.</summary>
readonly record struct DeviceChoice(Device Device, string? Reason)
{
    /// <summary>As the database keeps it.</summary>
    public string Name => Device.ToString().ToLowerInvariant();

    /// <summary>Says on stderr what was taken where none was asked for.</summary>
    public void Tell()
    {
        if (Reason is not null) Console.Error.WriteLine($"device {Name}: {Reason}");
    }

    /// <param name="asked">Null takes a GPU where one can be used.</param>
    /// <exception cref="Models.ModelException">A GPU was asked for, and none can be used.</exception>
    public static DeviceChoice Of(Device? asked)
    {
        if (asked == Device.Cuda) CudaProvider.Require();
        return asked switch
        {
            { } device => new(device, null),
            null when CudaProvider.Missing is { } lack => new(Device.Cpu, lack.What),
            null => new(Device.Cuda, "an NVIDIA GPU and its libraries are there"),
        };
    }
}
