using VarMem.Models.Onnx.Proto;

namespace VarMem.Models.Onnx.Exported;

/// <summary>
/// Puts a graph's nodes in the order of their use. ONNX demands that order, but the runtime forgives, and so not every file has it.
/// </summary>
static class NodeOrder
{
    /// <summary>Moves no node that stands right.</summary>
    public static void Sort(GraphProto graph, string file)
    {
        NodeProto[] nodes = [.. graph.Node];
        var makers = new Dictionary<string, int>();
        foreach (var (i, node) in nodes.Index())
            foreach (var output in node.Output) makers[output] = i;

        List<int>[] users = [.. nodes.Select(_ => new List<int>())];
        var missing = new int[nodes.Length]; // of its makers, those that are not placed
        foreach (var (i, node) in nodes.Index())
            foreach (var maker in GraphNames.Reads(node).Where(makers.ContainsKey).Select(name => makers[name]).Distinct())
            {
                users[maker].Add(i);
                missing[i]++;
            }

        var ready = new PriorityQueue<int, int>(Enumerable.Range(0, nodes.Length).Where(i => missing[i] == 0).Select(i => (i, i)));
        graph.Node.Clear();
        while (ready.TryDequeue(out var next, out _))
        {
            graph.Node.Add(nodes[next]);
            foreach (var user in users[next])
                if (--missing[user] == 0) ready.Enqueue(user, user);
        }
        if (graph.Node.Count < nodes.Length)
            throw Throw.CircularGraph(file, nodes.Where((_, i) => missing[i] > 0).Select(node => node.Name));
    }
}
