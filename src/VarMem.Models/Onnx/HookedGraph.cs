using VarMem.Models.Membership;
using VarMem.Models.Onnx.Proto;
using static VarMem.Models.Onnx.Proto.TensorProto.Types;

namespace VarMem.Models.Onnx;

/// <summary>
/// Graph surgery: behind each hooked tensor Abs and the mean over positions, all of them side by side in one output, and the graph cut
/// behind the last hook. So a few thousand numbers an image leave the session instead of every activation. Behind the logits, where the
/// likelihood is asked for, stand the statistics of each token.
/// </summary>
static class HookedGraph
{
    /// <summary>The output with all hooks' means (b, units), hooks in the order given.</summary>
    public const string MeanAbs = "varmem/mean_abs";

    /// <summary>The output with the means of each scale alone (b, S, units), of the hooks whose positions are tokens.</summary>
    public const string ScaleMeanAbs = "varmem/scale_mean_abs";

    /// <summary>The output with the statistics of each token (b, K, L): rows as <see cref="CropTokens"/> takes them apart.</summary>
    public const string TokenStatistics = "varmem/token_statistics";

    /// <summary>
    /// A copy of the graph that computes <see cref="MeanAbs"/>, with <paramref name="perScale"/> also <see cref="ScaleMeanAbs"/>, with a
    /// <paramref name="likelihood"/> also <see cref="TokenStatistics"/> and the tokens, and, as they are, the values named in
    /// <paramref name="alsoOut"/>.
    /// </summary>
    public static ModelProto Build(
        HookableGraph source, IReadOnlyList<Hook> hooks, IReadOnlyList<string> alsoOut, bool perScale = false,
        Likelihood likelihood = Likelihood.None)
    {
        var hooked = source.Model.Clone();
        var graph = hooked.Graph;
        var asDeclared = graph.Output.Concat(graph.ValueInfo).DistinctBy(info => info.Name).ToDictionary(info => info.Name);
        graph.Output.Clear();

        var added = new AddedNodes(graph);
        var means = new HookMeans(added, hooked.StandardOpset());
        if (hooks.Count > 0) Output(MeanAbs, [.. hooks.Select(means.Mean)], 1, hooks.Sum(hook => (long)hook.Units));
        var scaled = perScale ? hooks.Where(hook => source.FirstScale(hook) is not null).ToArray() : [];
        if (scaled.Length > 0)
        {
            string[] parts = [.. scaled.Select(hook => means.ScaleMeans(hook, source.PatchNums, source.FirstScale(hook)!.Value))];
            Output(ScaleMeanAbs, parts, 2, source.PatchNums.Count, scaled.Sum(hook => (long)hook.Units));
        }
        if (likelihood != Likelihood.None)
        {
            var tokens = source.PatchNums.Sum(p => (long)p * p);
            var columns = new TokenStatisticNodes(added, source.Prediction!).Build(likelihood, source.Label!);
            added.Add("Transpose", TokenStatistics, [columns], ("perm", (long[])[0, 2, 1]));
            graph.Output.Add(GraphBuilder.Describe(TokenStatistics, DataType.Float, [CropTokens.Rows(likelihood), tokens]));
            alsoOut = [.. alsoOut, source.Prediction!.Tokens];
        }
        foreach (var name in alsoOut) graph.Output.Add(asDeclared.GetValueOrDefault(name) ?? new ValueInfoProto { Name = name });
        graph.ValueInfo.Clear();
        Prune(graph);
        return hooked;

        void Output(string name, ReadOnlySpan<string> parts, int axis, params ReadOnlySpan<long> shape)
        {
            graph.Node.Add(GraphBuilder.Node("Concat", name, parts, ("axis", axis)));
            graph.Output.Add(GraphBuilder.Describe(name, DataType.Float, shape));
        }
    }

    /// <summary>Leaves only what the outputs need. Nodes stand in the order of their use, so one walk from the back finds them.</summary>
    internal static void Prune(GraphProto graph)
    {
        var needed = graph.Output.Select(output => output.Name).ToHashSet();
        var kept = new List<NodeProto>();
        foreach (var node in graph.Node.Reverse())
        {
            if (!node.Output.Any(needed.Contains)) continue;
            needed.UnionWith(GraphNames.Reads(node));
            kept.Add(node);
        }
        kept.Reverse();
        graph.Node.Clear();
        graph.Node.Add(kept);

        Keep(graph.Initializer, tensor => needed.Contains(tensor.Name));
        Keep(graph.Input, input => needed.Contains(input.Name));
    }

    internal static void Keep<T>(Google.Protobuf.Collections.RepeatedField<T> field, Func<T, bool> wanted)
    {
        var kept = field.Where(wanted).ToArray();
        field.Clear();
        field.Add(kept);
    }
}
