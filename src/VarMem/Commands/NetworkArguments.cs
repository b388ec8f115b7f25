using System.CommandLine;
using System.Globalization;
using VarMem.Measuring;
using VarMem.Models.Onnx.Exported;
using VarMem.Terminal;

namespace VarMem.Commands;

/// <summary>The options that name a network and its layers, shared by <c>extract</c>, <c>run</c> and <c>hooks</c>.</summary>
sealed class NetworkArguments
{
    readonly Option<string[]> _hooks = new("--hooks")
    {
        Description = "Layers by module path: * within a part of it, ** across, {a,b}, !pattern excludes, re:… is a regular expression. "
            + "[default: attn.proj, ffn.fc1, ffn.fc2 of every block; the encoder's blocks with --only-tokenizer; layers with weights of --onnx]",
        HelpName = "pattern",
        AllowMultipleArgumentsPerToken = true,
    };

    readonly Option<bool> _onlyTokenizer = new("--only-tokenizer") { Description = "Only the tokenizer's encoder; images need no labels." };
    readonly Option<string?> _onnx = new("--onnx") { Description = "An ONNX file that somebody else exported, instead of a model.", HelpName = "file" };
    readonly Option<string?> _input = new("--input") { Description = "Its input for the pixels. [default: the only one]", HelpName = "name" };
    readonly Option<int?> _imageSize = new("--image-size") { Description = "Side of its pictures, where the file leaves it open.", HelpName = "n" };
    readonly Option<string?> _unitAxis = new("--channel-axis") { Description = "Axes of its tensors that tell units apart, batch being 0. [default: as its operations tell, else 1 of pictures and the last of tokens]", HelpName = "n,…" };
    readonly Option<string?> _positionAxis = new("--position-axis") { Description = "Axes that the mean runs over. [default: all others]", HelpName = "n,…" };
    readonly Option<string?> _mean = new("--mean") { Description = "Mean of the colour channels that it was trained with. [default: 0.5,0.5,0.5]", HelpName = "r,g,b" };
    readonly Option<string?> _deviation = new("--std") { Description = "Standard deviation of the colour channels. [default: 0.5,0.5,0.5]", HelpName = "r,g,b" };

    public NetworkArguments() => _imageSize.Positive();

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_hooks, _onlyTokenizer, _onnx, _input, _imageSize, _unitAxis, _positionAxis, _mean, _deviation])
            command.Options.Add(option);
    }

    public string? OnnxFile(ParseResult parsed) => parsed.GetValue(_onnx);

    public bool OnlyTokenizer(ParseResult parsed) => parsed.GetValue(_onlyTokenizer);

    /// <param name="parsed">The command line.</param>
    /// <param name="model">Folder of a built model; null where the command line names none.</param>
    public NetworkOptions Bind(ParseResult parsed, string? model)
    {
        var onnx = OnnxFile(parsed);
        if (onnx is not null && model is not null) throw new UsageException("--onnx stands for the model; name one of the two");
        if (onnx is null && ((Option[])[_input, _imageSize, _unitAxis, _positionAxis, _mean, _deviation]).FirstOrDefault(Given) is { } stray)
            throw new UsageException($"{stray.Name} goes with --onnx; a built model tells it by itself");
        if (onnx is not null && OnlyTokenizer(parsed)) throw new UsageException("--only-tokenizer is for VAR models; with --onnx choose layers with --hooks");
        return new NetworkOptions
        {
            Path = onnx ?? model ?? throw new UsageException("no network; expected the folder of a built model, or --onnx FILE"),
            Onnx = onnx is null ? null : Onnx(parsed),
            OnlyTokenizer = OnlyTokenizer(parsed),
            Hooks = parsed.GetValue(_hooks) ?? [],
        };

        bool Given(Option option) => parsed.GetResult(option) is not null;
    }

    OnnxFileOptions Onnx(ParseResult parsed)
    {
        var options = new OnnxFileOptions
        {
            Input = parsed.GetValue(_input),
            ImageSize = parsed.GetValue(_imageSize),
            UnitAxes = Axes(parsed, _unitAxis),
            PositionAxes = Axes(parsed, _positionAxis),
        };
        if (parsed.ChannelMeans(_mean) is { } mean) options = options with { Mean = mean };
        if (parsed.ChannelDeviations(_deviation) is { } deviation) options = options with { Deviation = deviation };
        return options;
    }

    static int[]? Axes(ParseResult parsed, Option<string?> option)
    {
        if (parsed.GetValue(option) is not { } list) return null;
        var parts = list.Split(',', StringSplitOptions.TrimEntries);
        return parts.All(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var axis) && axis > 0)
            ? [.. parts.Select(int.Parse)]
            : throw new UsageException($"{option.Name} '{list}': expected axes from 1 with commas, such as 1 or 1,3; axis 0 is the batch");
    }
}
