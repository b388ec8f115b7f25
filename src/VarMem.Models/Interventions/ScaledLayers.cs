using Microsoft.ML.OnnxRuntime;
using VarMem.Models.Onnx;
using VarMem.Models.Onnx.Exported;
using VarMem.Models.Onnx.Proto;

namespace VarMem.Models.Interventions;

/// <summary>
/// Graph surgery: behind each of these layers stands a product with factors of its units, (1 or tokens, units), which come in with every
/// run. All that read the layer's value read the product.
/// </summary>
sealed class ScaledLayers
{
    readonly IReadOnlyList<Hook> _layers;
    readonly IReadOnlyList<int> _patchNums;

    /// <param name="source">The model whose layers they are.</param>
    /// <param name="graph">One of its transformer's graphs, teacher-forced or scale by scale; it is changed.</param>
    /// <param name="layers">Layers of the transformer with all tokens for positions.</param>
    /// <exception cref="ModelException">A layer cannot be scaled.</exception>
    public ScaledLayers(HookableGraph source, GraphProto graph, IReadOnlyList<Hook> layers)
    {
        (_layers, _patchNums) = (layers, source.PatchNums);
        Inputs = [.. layers.Select(layer => $"{layer.Name}/factors")];
        var added = new AddedNodes(graph);
        foreach (var (layer, input) in layers.Zip(Inputs))
        {
            Require(source, layer);
            graph.Input.Add(Described(input, layer.Units));
            Insert(added, layer, input);
        }
        NodeOrder.Sort(graph, source.File);
    }

    /// <summary>Whether a layer's units can be scaled.</summary>
    public static bool CanScale(HookableGraph source, Hook layer) =>
        layer.Part == Hook.Transformer && source.FirstScale(layer) == 0 && IsRead(source.Model.Graph, layer);

    /// <exception cref="ModelException">They cannot; the message says why.</exception>
    public static void Require(HookableGraph source, Hook layer)
    {
        if (layer.Part != Hook.Transformer) throw Throw.NotOfTheTransformer(layer.Name);
        if (source.FirstScale(layer) != 0) throw Throw.NotOfAllTokens(layer.Name);
        if (!IsRead(source.Model.Graph, layer)) throw Throw.BesideTheNetwork(layer.Name);
    }

    /// <summary>Names of the factors' inputs.</summary>
    public IReadOnlyList<string> Inputs { get; }

    /// <summary>The inputs' values at the tokens from … to − 1; without an intervention, all 1.</summary>
    /// <exception cref="ModelException">The intervention is on units that are not among these layers'.</exception>
    public IReadOnlyList<OrtValue> Values(Intervention? intervention, int from, int to)
    {
        intervention ??= new Intervention([], 1);
        intervention.Check(_layers, _patchNums);
        return [.. _layers.Select(Value)];

        OrtValue Value(Hook layer)
        {
            var factors = intervention.Factors(layer, _patchNums, from, to);
            return OrtValue.CreateTensorValueFromMemory(factors, [factors.Length / layer.Units, layer.Units]);
        }
    }

    /// <summary>
    /// A value may be a view, (b, tokens, units), of the value (b·tokens, units) that the network goes on with: that one then is the
    /// product, flattened.
    /// </summary>
    static void Insert(AddedNodes added, Hook layer, string input)
    {
        var maker = Maker(added.Graph, layer.Name);
        var (readers, flatReaders) = Readers(added.Graph, layer.Name, maker);
        var scaled = added.Add("Mul", $"{layer.Name}/scaled", [layer.Name, input]);
        Read(readers, layer.Name, scaled);
        if (flatReaders.Length == 0) return;
        var shape = added.Int64s($"flat_{layer.Units}", -1, layer.Units);
        Read(flatReaders, maker.Input[0], added.Add("Reshape", $"{layer.Name}/scaled/flat", [scaled, shape]));
    }

    static bool IsRead(GraphProto graph, Hook layer) => Readers(graph, layer.Name, Maker(graph, layer.Name)) is not ([], []);

    static NodeProto Maker(GraphProto graph, string value) => graph.Node.First(node => node.Output.Contains(value));

    /// <summary>What reads a value, and where it is a view, what else reads the value that it is a view of.</summary>
    static (NodeProto[] Own, NodeProto[] Flat) Readers(GraphProto graph, string value, NodeProto maker) => (
        [.. graph.Node.Where(node => node.Input.Contains(value))],
        maker.OpType == "Reshape" ? [.. graph.Node.Where(node => node != maker && node.Input.Contains(maker.Input[0]))] : []);

    static void Read(NodeProto[] readers, string instead, string value)
    {
        foreach (var node in readers)
            for (var i = 0; i < node.Input.Count; i++)
                if (node.Input[i] == instead) node.Input[i] = value;
    }

    /// <summary>(1 or tokens, units), the first open until the run.</summary>
    static ValueInfoProto Described(string name, int units)
    {
        var input = GraphBuilder.Describe(name, TensorProto.Types.DataType.Float, [units]);
        input.Type.TensorType.Shape.Dim[0] = new TensorShapeProto.Types.Dimension();
        return input;
    }
}
