using System.CommandLine;
using VarMem.Measuring;
using VarMem.Models.Onnx;
using VarMem.Terminal;

namespace VarMem.Commands;

/// <summary><c>varmem hooks</c>: the hookable layers of a model, or what a pattern chooses of them.</summary>
static class HooksCommand
{
    /// <summary>Bytes of a stored mean.</summary>
    public const int BytesPerUnit = sizeof(float);

    public static Verb Create()
    {
        var folder = new Argument<string?>("dir") { Description = "Folder of a built model.", Arity = ArgumentArity.ZeroOrOne };
        var arguments = new NetworkArguments();
        var verb = new Verb("hooks", "List the layers that can be hooked, or those that --hooks chooses.",
            "varmem hooks models/d16 --hooks 'blocks.{0,15}.ffn.*'\nvarmem hooks --onnx resnet50.onnx --image-size 224")
        { folder };
        arguments.AddTo(verb);
        return verb.Does((parsed, _) =>
        {
            var network = arguments.Bind(parsed, parsed.GetValue(folder));
            var graph = Network.OpenGraph(network);
            var hooks = network.Hooks.Count > 0 ? HookPattern.Select(graph, network.Hooks) : graph.Hooks;
            Output.Table(["name", "kind", "part", "block", "units", "positions", "bytes/image"], new HashSet<string> { "block", "units", "positions", "bytes/image" },
                hooks.Select(hook => (string[])[hook.Name, hook.Kind, hook.Part, $"{hook.Block}", $"{hook.Units}", $"{hook.Positions}", $"{(long)hook.Units * BytesPerUnit}"]));
            var units = hooks.Sum(hook => (long)hook.Units);
            Console.Out.WriteLine($"{hooks.Count} layers, {units:N0} units, {Output.Bytes(units * BytesPerUnit)} an image");
            return CommandLine.Done;
        });
    }
}
