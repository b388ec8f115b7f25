using System.CommandLine;
using VarMem.Models.Generation;
using VarMem.Terminal;

namespace VarMem.Commands;

/// <summary>The options that say how tokens are drawn, shared by <c>generate</c> and <c>extraction</c>.</summary>
sealed class SamplingArguments
{
    readonly Option<double> _cfg = new("--cfg") { Description = "Classifier-free guidance at the last scale; it grows from 0 at the first.", HelpName = "t", DefaultValueFactory = _ => new Sampling().Cfg };
    readonly Option<int?> _topK = new("--top-k") { Description = "Draw among the k likeliest tokens. [default: all]", HelpName = "k" };
    readonly Option<double?> _topP = new("--top-p") { Description = "Draw among the likeliest tokens that together reach this probability. [default: 1]", HelpName = "p" };

    public SamplingArguments()
    {
        _cfg.Number(0, 100);
        _topK.Positive();
        _topP.Number(0, 1);
    }

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_cfg, _topK, _topP]) command.Options.Add(option);
    }

    public Sampling Bind(ParseResult parsed) =>
        new() { Cfg = parsed.GetValue(_cfg), TopK = parsed.GetValue(_topK) ?? 0, TopP = parsed.GetValue(_topP) ?? 1 };

    /// <summary>Whether the draw is narrowed.</summary>
    public bool Narrows(ParseResult parsed) => parsed.GetValue(_topK) is not null || parsed.GetValue(_topP) is not null;
}
