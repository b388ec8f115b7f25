using VarMem.Models.Onnx.Proto;

namespace VarMem.Models.Onnx.Exported;

/// <summary>Finds the tensors of an ONNX file that can be hooked: those with real numbers of each picture on the first axis.</summary>
static class OnnxHooks
{
    public static HookableGraph Find(HookableGraph graph, IReadOnlyList<NodeProto> nodes, PixelInput input, OnnxFileOptions options)
    {
        var dependence = new Dependence(graph.Model.Graph, graph.Pixels);
        (string Name, NodeProto Node)[] places =
            [.. nodes.SelectMany(node => node.Output.Where(name => name != ""), (node, name) => (name, node))];
        var (sides, fixedBatch) = BatchSides.Find(graph, [.. places.Select(place => place.Name).Where(Depends)]);
        graph = graph with { FixedBatch = fixedBatch };

        var channels = new ChannelAxes(
            nodes, input, dependence, name => name == input.Name ? InputShape(input) : sides.GetValueOrDefault(name).Shape);
        var (hooks, leftOut) = (new List<Hook>(), new List<UnhookableTensor>());
        foreach (var (name, node) in places)
        {
            var found = sides.GetValueOrDefault(name);
            var reason = name.Any(char.IsControl) ? "has control characters in its name"
                : Depends(name) ? found.Refusal : Independent(name);
            var axes = reason is null ? HookAxes.Of(found.Shape!.Length, channels.Of(name, found.Shape!.Length), options) : default;
            if ((reason ?? axes.Refusal) is { } refusal) leftOut.Add(new(name, NameOf(node), refusal));
            else hooks.Add(Describe(name, node, found, axes.Units));
        }

        var mixed = BatchCheck.Mixed(graph, hooks);
        foreach (var hook in hooks.Where(hook => mixed.Contains(hook.Name))) leftOut.Add(new(hook.Name, hook.Node, MixedReason));
        hooks.RemoveAll(hook => mixed.Contains(hook.Name));
        return hooks.Count > 0 ? graph with { Hooks = hooks, LeftOut = leftOut } : throw Throw.NothingHookable(graph.File, leftOut);

        bool Depends(string name) => dependence.OnPixels(name) && dependence.OnOther(name) is null;

        string Independent(string name) =>
            dependence.OnOther(name) is { } other ? $"needs the input {other}, which has no default" : "does not depend on the pixels";
    }

    const string MixedReason = "does not keep the pictures of a batch one after the other on its first axis";

    static Hook Describe(string name, NodeProto node, BatchSides found, int[] units)
    {
        // A folded axis (b·k, …) becomes (b, k, …): its own positions come first, and every other axis keeps its number.
        var (shape, first) = found.PerPicture > 1 ? (found.Shape!.Skip(1).Prepend(found.PerPicture), 0) : (found.Shape!.Skip(1), 1);
        return new Hook(
            name, Hook.Network, HookNames.Block(node, name), HookNames.Kind(node, name),
            [.. shape.Select(side => (int)side)], [.. units.Select(axis => axis - first)])
        {
            IsFolded = found.PerPicture > 1,
            IsFloat32 = found.IsFloat32,
            Node = NameOf(node),
        };
    }

    static string? NameOf(NodeProto node) => node.Name is { Length: > 0 } name && !name.Any(char.IsControl) ? name : null;

    static long[] InputShape(PixelInput input) =>
        input.ChannelsLast ? [1, input.Side, input.Side, 3] : [1, 3, input.Side, input.Side];
}
