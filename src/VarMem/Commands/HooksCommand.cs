using System.CommandLine;
using VarMem.Models.Onnx;
using VarMem.Models.Var;
using VarMem.Terminal;

namespace VarMem.Commands;

/// <summary><c>varmem hooks</c>: the hookable layers of a model, or what a pattern chooses of them.</summary>
static class HooksCommand
{
    /// <summary>Bytes of a stored mean.</summary>
    public const int BytesPerUnit = sizeof(float);

    public static Verb Create()
    {
        var folder = new Argument<string>("dir") { Description = "Folder of a built model." };
        var patterns = HookOption();
        return new Verb("hooks", "List the layers that can be hooked, or those that --hooks chooses.", "varmem hooks models/d16 --hooks 'blocks.{0,15}.ffn.*'") { folder, patterns }
        .Does((parsed, _) =>
        {
            var model = ModelFolder.Open(parsed.GetRequiredValue(folder));
            var hooks = parsed.GetValue(patterns) is { Length: > 0 } given ? HookPattern.Select(model.Hooks, given) : model.Hooks;
            Output.Table(["name", "kind", "part", "block", "units", "positions", "bytes/image"], new HashSet<string> { "block", "units", "positions", "bytes/image" },
                hooks.Select(hook => (string[])[hook.Name, hook.Kind, hook.Part, $"{hook.Block}", $"{hook.Units}", $"{hook.Positions}", $"{hook.Units * BytesPerUnit}"]));
            var units = hooks.Sum(hook => (long)hook.Units);
            Console.Out.WriteLine($"{hooks.Count} layers, {units:N0} units, {Output.Bytes(units * BytesPerUnit)} an image");
            return CommandLine.Done;
        });
    }

    public static Option<string[]> HookOption() => new("--hooks")
    {
        Description = "Layers by module path: * within a part of it, ** across, {a,b}, !pattern excludes, re:… is a regular expression.",
        HelpName = "pattern",
        AllowMultipleArgumentsPerToken = true,
    };
}
