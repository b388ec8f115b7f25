using VarMem.Models.Onnx.Proto;

namespace VarMem.Models.Onnx;

/// <summary>Finds the tensors of an ONNX file that can be hooked: those with real numbers of each picture on the first axis.</summary>
static class OnnxHooks
{
    public static HookableGraph Find(HookableGraph graph, IReadOnlyList<NodeProto> nodes, PixelInput input, OnnxFileOptions options)
    {
        var dependence = new Dependence(graph.Model.Graph, graph.Pixels);
        (string Name, NodeProto Node)[] places = [.. nodes.SelectMany(node => node.Output.Where(name => name != "").Select(name => (name, node)))];
        var (sides, fixedBatch) = BatchSides.Find(graph, [.. places.Select(place => place.Name).Where(Depends)]);
        graph = graph with { FixedBatch = fixedBatch };

        var channels = new ChannelAxes(nodes, input, dependence, name => name == input.Name ? InputShape(input) : sides.GetValueOrDefault(name).Shape);
        var (hooks, leftOut) = (new List<Hook>(), new List<UnhookableTensor>());
        foreach (var (name, node) in places)
        {
            var reason = !Depends(name) ? Independent(name) : sides[name].Refusal;
            var axes = reason is null ? HookAxes.Of(sides[name].Shape!.Length, channels.Of(name, sides[name].Shape!.Length), options) : default;
            if ((reason ?? axes.Refusal) is { } refusal) leftOut.Add(new(name, NameOf(node), refusal));
            else hooks.Add(Describe(name, node, sides[name], axes.Units));
        }

        var mixed = BatchCheck.Mixed(graph, hooks);
        leftOut.AddRange(hooks.Where(hook => mixed.Contains(hook.Name)).Select(hook => new UnhookableTensor(hook.Name, hook.Node, MixedReason)));
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

    static string? NameOf(NodeProto node) => node.Name is { Length: > 0 } name ? name : null;

    static long[] InputShape(PixelInput input) =>
        input.ChannelsLast ? [1, input.Side, input.Side, 3] : [1, 3, input.Side, input.Side];
}
