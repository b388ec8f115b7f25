using System.Runtime.InteropServices;
using Google.Protobuf;
using Google.Protobuf.Collections;
using VarMem.Models.Onnx.Proto;
using static VarMem.Models.Onnx.Proto.AttributeProto.Types;

namespace VarMem.Models.Onnx;

/// <summary>
/// Writes one ONNX graph, node by node. A value is known by its name; small constants stand in the graph, weights in
/// <paramref name="weights"/>.
/// </summary>
sealed partial class GraphBuilder(WeightFile weights)
{
    /// <summary>The name of the free first dimension: crops in a batch.</summary>
    public const string Batch = "batch";

    /// <summary>In place of a size: known only at run time.</summary>
    public const long AnyLength = -1;

    /// <summary>Version of the standard operations that it writes.</summary>
    public const int Opset = 17;

    /// <summary>Constants up to this many values stand in the graph itself.</summary>
    const int InlineLimit = 1024;

    readonly GraphProto _graph = new() { Name = "varmem" };
    readonly HashSet<string> _names = [];

    public string Input(string name, TensorProto.Types.DataType type, params ReadOnlySpan<long> shapeAfterBatch)
    {
        _names.Add(name);
        _graph.Input.Add(Describe(name, type, shapeAfterBatch));
        return name;
    }

    /// <summary>An input of one whole number, the same for the whole batch.</summary>
    public string Number(string name)
    {
        var input = Describe(name, TensorProto.Types.DataType.Int64, []);
        input.Type.TensorType.Shape.Dim[0] = new TensorShapeProto.Types.Dimension { DimValue = 1 };
        _names.Add(name);
        _graph.Input.Add(input);
        return name;
    }

    public void Output(string name, TensorProto.Types.DataType type, params ReadOnlySpan<long> shapeAfterBatch) =>
        _graph.Output.Add(Describe(name, type, shapeAfterBatch));

    /// <summary>
    /// Declares the value <paramref name="name"/> of the graph as a place to hook: the graph lists it with its type and shape.
    /// </summary>
    public void Hookable(string name, params ReadOnlySpan<long> shapeAfterBatch) =>
        _graph.ValueInfo.Add(Describe(name, TensorProto.Types.DataType.Float, shapeAfterBatch));

    /// <summary>Adds a node with one output, which is named <paramref name="name"/> (made unique) and returned.</summary>
    public string Op(string type, string name, ReadOnlySpan<string> inputs, params ReadOnlySpan<(string Name, object Value)> attributes) =>
        Op(type, inputs, [name], attributes)[0];

    /// <summary>Adds a node with several outputs.</summary>
    public string[] Op(
        string type, ReadOnlySpan<string> inputs, ReadOnlySpan<string> outputs, params ReadOnlySpan<(string Name, object Value)> attributes)
    {
        var node = Node(type, Unique(outputs[0]), inputs, attributes);
        foreach (var output in outputs[1..]) node.Output.Add(Unique(output));
        _graph.Node.Add(node);
        return [.. node.Output];
    }

    /// <summary>A node whose first output has its name.</summary>
    internal static NodeProto Node(
        string type, string name, ReadOnlySpan<string> inputs, params ReadOnlySpan<(string Name, object Value)> attributes)
    {
        var node = new NodeProto { OpType = type, Name = name, Output = { name }, Domain = ContribOps.Contains(type) ? MicrosoftDomain : "" };
        node.Input.Add(inputs);
        foreach (var (key, value) in attributes) node.Attribute.Add(Attribute(key, value));
        return node;
    }

    public string Constant(string name, ReadOnlySpan<float> values, params ReadOnlySpan<long> shape)
    {
        name = Unique(name);
        _graph.Initializer.Add(values.Length > InlineLimit
            ? weights.Append(name, values, shape)
            : Inline(name, TensorProto.Types.DataType.Float, MemoryMarshal.AsBytes(values), shape));
        return name;
    }

    public string Constant(string name, params ReadOnlySpan<long> values)
    {
        name = Unique(name);
        _graph.Initializer.Add(Inline(name, TensorProto.Types.DataType.Int64, MemoryMarshal.AsBytes(values), [values.Length]));
        return name;
    }

    public ModelProto Build() => new()
    {
        IrVersion = 8,
        ProducerName = "varmem",
        Graph = _graph,
        OpsetImport =
        {
            new OperatorSetIdProto { Domain = "", Version = Opset },
            new OperatorSetIdProto { Domain = MicrosoftDomain, Version = 1 },
        },
    };

    string Unique(string name)
    {
        var unique = name;
        for (var i = 1; !_names.Add(unique); i++) unique = $"{name}_{i}";
        return unique;
    }

    internal static ValueInfoProto Describe(string name, TensorProto.Types.DataType type, ReadOnlySpan<long> shapeAfterBatch)
    {
        var shape = new TensorShapeProto { Dim = { new TensorShapeProto.Types.Dimension { DimParam = Batch } } };
        foreach (var size in shapeAfterBatch)
            shape.Dim.Add(size == AnyLength ? new TensorShapeProto.Types.Dimension() : new TensorShapeProto.Types.Dimension { DimValue = size });
        var tensor = new TypeProto.Types.Tensor { ElemType = (int)type, Shape = shape };
        return new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = tensor } };
    }

    internal static TensorProto Inline(string name, TensorProto.Types.DataType type, ReadOnlySpan<byte> bytes, ReadOnlySpan<long> shape)
    {
        var tensor = new TensorProto { Name = name, DataType = (int)type, RawData = ByteString.CopyFrom(bytes) };
        tensor.Dims.Add(shape);
        return tensor;
    }

    static AttributeProto Attribute(string name, object value)
    {
        var attribute = new AttributeProto { Name = name };
        switch (value)
        {
            case int i: (attribute.Type, attribute.I) = (AttributeType.Int, i); break;
            case float f: (attribute.Type, attribute.F) = (AttributeType.Float, f); break;
            case string s: (attribute.Type, attribute.S) = (AttributeType.String, ByteString.CopyFromUtf8(s)); break;
            case TensorProto t: (attribute.Type, attribute.T) = (AttributeType.Tensor, t); break;
            case long[] list: attribute.Type = AttributeType.Ints; attribute.Ints.Add(list); break;
            default: throw new ArgumentException($"an attribute of type {value.GetType()} is not written here", nameof(value));
        }
        return attribute;
    }
}

static class RepeatedFieldSpans
{
    public static void Add<T>(this RepeatedField<T> field, ReadOnlySpan<T> values)
    {
        foreach (var value in values) field.Add(value);
    }
}
