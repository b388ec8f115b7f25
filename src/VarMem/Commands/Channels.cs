using System.CommandLine;
using System.Globalization;
using VarMem.Terminal;

namespace VarMem.Commands;

/// <summary>Options of three numbers, one a colour channel, of pixels from 0 to 1, as PyTorch's transforms have them.</summary>
static class Channels
{
    /// <summary>Null where the option is not given.</summary>
    public static float[]? ChannelMeans(this ParseResult parsed, Option<string?> option) => Read(parsed, option, "from 0 to 1", value => value is >= 0 and <= 1);

    /// <summary>Null where the option is not given.</summary>
    public static float[]? ChannelDeviations(this ParseResult parsed, Option<string?> option) =>
        Read(parsed, option, "above 0 and at most 1", value => value is > 0 and <= 1);

    static float[]? Read(ParseResult parsed, Option<string?> option, string range, Func<float, bool> accepts)
    {
        if (parsed.GetValue(option) is not { } list) return null;
        var parts = list.Split(',', StringSplitOptions.TrimEntries);
        var values = parts.Select(part => float.TryParse(part, CultureInfo.InvariantCulture, out var value) ? value : float.NaN).ToArray();
        return values is [_, _, _] && values.All(value => float.IsFinite(value) && accepts(value)) ? values
            : throw new UsageException($"{option.Name} '{list}': expected three numbers {range} with commas, such as 0.485,0.456,0.406");
    }
}
