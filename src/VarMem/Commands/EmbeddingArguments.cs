using System.CommandLine;
using VarMem.Generating;
using VarMem.Terminal;

namespace VarMem.Commands;

/// <summary>The options that name an embedding model.</summary>
sealed class EmbeddingArguments
{
    readonly Option<string?> _file = new("--embed") { Description = "ONNX file of a model whose outputs are compared too, by cosine: SSCD or any that takes pictures.", HelpName = "file" };
    readonly Option<string?> _mean = new("--embed-mean") { Description = "Mean of the colour channels that it was trained with. [default: 0.485,0.456,0.406]", HelpName = "r,g,b" };
    readonly Option<string?> _deviation = new("--embed-std") { Description = "Standard deviation of the colour channels. [default: 0.229,0.224,0.225]", HelpName = "r,g,b" };

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_file, _mean, _deviation]) command.Options.Add(option);
    }

    /// <returns>Null where none is named.</returns>
    public EmbeddingOptions? Bind(ParseResult parsed)
    {
        if (parsed.GetValue(_file) is { } file) return new(file, parsed.ChannelMeans(_mean) ?? [0.485f, 0.456f, 0.406f], parsed.ChannelDeviations(_deviation) ?? [0.229f, 0.224f, 0.225f]);
        if (((Option[])[_mean, _deviation]).FirstOrDefault(option => parsed.GetResult(option) is not null) is { } stray)
            throw new UsageException($"{stray.Name} goes with --embed; name a model with it");
        return null;
    }
}
