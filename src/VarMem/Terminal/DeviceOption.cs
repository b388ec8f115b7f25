using System.CommandLine;
using VarMem.Measuring;
using VarMem.Models.Scoring;

namespace VarMem.Terminal;

/// <summary>The option --device.</summary>
static class DeviceOption
{
    public static Option<string> Create()
    {
        var device = new Option<string>("--device") { Description = "Where to compute; auto takes a GPU where one can be used, and says so.", HelpName = "auto|cpu|cuda", DefaultValueFactory = _ => "auto" };
        device.OneOf("auto", "cpu", "cuda");
        return device;
    }

    /// <summary>What it asks for; null for auto.</summary>
    public static Device? Asked(this ParseResult parsed, Option<string> device) =>
        parsed.GetValue(device) switch { "cpu" => Device.Cpu, "cuda" => Device.Cuda, _ => null };

    /// <summary>The device that is used.</summary>
    /// <exception cref="Models.ModelException">A GPU was asked for, and none can be used.</exception>
    public static DeviceChoice Chosen(this ParseResult parsed, Option<string> device) => DeviceChoice.Of(parsed.Asked(device));
}
