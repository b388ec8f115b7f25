using Google.Protobuf;
using VarMem.Models.Onnx;
using VarMem.Models.Onnx.Proto;
using static VarMem.Models.Onnx.Proto.TensorProto.Types;

namespace VarMem.Tests.Models.Onnx.Exported;

/// <summary>Small networks as others would export them, with seeded weights.</summary>
static class OnnxNetworks
{
    public const string Pixels = "image";

    /// <summary>The constants of a network, all from one seed.</summary>
    sealed class Weights(GraphBuilder builder)
    {
        readonly Random _random = new(1);

        public string Of(string name, params int[] shape)
        {
            var values = new float[shape.Aggregate(1, (all, side) => all * side)];
            foreach (ref var value in values.AsSpan()) value = _random.NextSingle() - 0.5f;
            return builder.Constant(name, values, [.. shape.Select(side => (long)side)]);
        }
    }

    /// <summary>Two convolutions and a classifier over pixels (b, 3, 8, 8), named as by PyTorch.</summary>
    public static ModelProto Convolutions() => Build((g, w) =>
    {
        var x = g.Input(Pixels, DataType.Float, 3, 8, 8);
        x = g.Conv(x, w.Of("w1", 6, 3, 3, 3), w.Of("b1", 6), "/layer1/layer1.0/conv1/Conv_output_0", 3, [1, 1, 1, 1]); // (b, 6, 8, 8)
        x = g.Op("Relu", "/layer1/layer1.0/act/Relu_output_0", [x]);
        x = g.Conv(x, w.Of("w2", 10, 6, 3, 3), w.Of("b2", 10), "/layer1/layer1.1/conv2/Conv_output_0", 3, [1, 1, 1, 1], stride: 2);
        x = g.Op("Flatten", "/Flatten_output_0", [g.Op("GlobalAveragePool", "/pool/GlobalAveragePool_output_0", [x])]); // (b, 10)
        g.Output(g.Linear(x, w.Of("w3", 10, 4), w.Of("b3", 4), "logits"), DataType.Float, 4);
    });

    /// <summary>Patches of pixels (b, 3, 8, 8) as tokens (b, 4, 12), with an MLP and attention over two heads.</summary>
    /// <param name="batch">What the exporter wrote into the shapes; 0 leaves the batch open.</param>
    public static ModelProto Tokens(int batch = 0) => Build((g, w) =>
    {
        long b = batch > 0 ? batch : -1;
        var x = g.Input(Pixels, DataType.Float, 3, 8, 8);
        x = g.Conv(x, w.Of("patch", 12, 3, 4, 4), w.Of("patch_bias", 12), "/patch/Conv_output_0", 4, [0, 0, 0, 0], stride: 4);
        x = g.Transpose(g.Reshape(x, "/patch/Reshape_output_0", b, 12, 4), "/patch/Transpose_output_0", 0, 2, 1); // (b, 4, 12)
        var y = g.MatMul(x, w.Of("fc1", 12, 24), "/blocks/blocks.0/mlp/fc1/MatMul_output_0"); // (b, 4, 24)
        y = g.Add(y, w.Of("fc1_bias", 24), "/blocks/blocks.0/mlp/fc1/Add_output_0");
        y = g.Op("Relu", "/blocks/blocks.0/mlp/act/Relu_output_0", [y]);
        x = g.Add(x, g.MatMul(y, w.Of("fc2", 24, 12), "/blocks/blocks.0/mlp/fc2/MatMul_output_0"), "/blocks/blocks.0/Add_output_0");
        var heads = g.Reshape(x, "/blocks/blocks.1/attn/Reshape_output_0", b, 4, 2, 6);
        heads = g.Transpose(heads, "/blocks/blocks.1/attn/q/Transpose_output_0", 0, 2, 1, 3); // (b, 2, 4, 6)
        var keys = g.Transpose(heads, "/blocks/blocks.1/attn/k/Transpose_output_0", 0, 1, 3, 2); // (b, 2, 6, 4)
        g.MatMul(heads, keys, "/blocks/blocks.1/attn/MatMul_output_0"); // (b, 2, 4, 4)
        g.Output(g.Transpose(x, "sequence_first", 1, 0, 2), DataType.Float, 4, 12); // (4, b, 12)
    }, batch);

    /// <summary>Pixels (b, 8, 8, 3), as TensorFlow has them, a convolution behind a Transpose and a product on the last axis.</summary>
    public static ModelProto ChannelsLast() => Build((g, w) =>
    {
        var x = g.Transpose(g.Input(Pixels, DataType.Float, 8, 8, 3), "model/conv/Conv2D__1:0", 0, 3, 1, 2);
        x = g.Conv(x, w.Of("kernel", 6, 3, 3, 3), w.Of("bias", 6), "model/conv/Conv2D:0", 3, [1, 1, 1, 1]); // (b, 6, 8, 8)
        x = g.Transpose(x, "model/conv/BiasAdd:0", 0, 2, 3, 1); // (b, 8, 8, 6)
        x = g.MatMul(g.Op("Relu", "model/relu/Relu:0", [x]), w.Of("dense", 6, 7), "model/dense/MatMul:0"); // (b, 8, 8, 7)
        g.Output(x, DataType.Float, 8, 8, 7);
    });

    /// <summary>Pixels (b, 3, 8, 8) cut in four windows of 16 positions.</summary>
    /// <param name="windowsFirst">Whether windows come before pictures, so that a picture's lie apart.</param>
    public static ModelProto Windows(bool windowsFirst = false) => Build((g, w) =>
    {
        var x = g.Input(Pixels, DataType.Float, 3, 8, 8);
        x = g.Conv(x, w.Of("kernel", 6, 3, 3, 3), w.Of("bias", 6), "stem", 3, [1, 1, 1, 1]); // (b, 6, 8, 8)
        x = g.Reshape(x, "split", -1, 6, 2, 4, 2, 4); // (b, C, windows, h, windows, w)
        x = windowsFirst ? g.Transpose(x, "moved", 2, 4, 0, 3, 5, 1) : g.Transpose(x, "moved", 0, 2, 4, 3, 5, 1);
        x = g.Reshape(x, "windows", -1, 16, 6); // (b·4, 16, 6)
        x = g.MatMul(x, w.Of("weight", 6, 9), "product"); // (b·4, 16, 9)
        g.Output(g.Reshape(x, "flat", -1, 9), DataType.Float, 9); // (b·64, 9)
    });

    /// <summary>
    /// Pixels (b, 3, 8, 8), a convolution, and a block that has its channels last inside, as ConvNeXt's; then a shape that is computed.
    /// </summary>
    public static ModelProto ChannelsLastInside() => Build((g, w) =>
    {
        var x = g.Input(Pixels, DataType.Float, 3, 8, 8);
        x = g.Conv(x, w.Of("kernel", 6, 3, 2, 2), w.Of("bias", 6), "stem", 2, [0, 0, 0, 0], stride: 2);
        var y = g.Op("Relu", "norm", [g.Transpose(x, "last", 0, 2, 3, 1)]); // (b, 4, 4, 6)
        y = g.Op("Relu", "act", [g.MatMul(y, w.Of("up", 6, 24), "wide")]); // (b, 4, 4, 24)
        y = g.Transpose(g.Add(g.MatMul(y, w.Of("down", 24, 6), "narrow"), w.Of("down_bias", 6), "biased"), "first", 0, 3, 1, 2);
        x = g.Add(x, y, "block"); // (b, 6, 4, 4)
        var batch = g.Slice(g.Op("Shape", "sides", [x]), "batch_side", 0, 0, 1);
        x = g.Op("Reshape", "pixels_of_channels", [x, g.Concat("computed", [batch, g.Constant("rest", 6, 16)], 0)]); // (b, 6, 16)
        g.Output(g.Op("ReduceMean", "pooled", [x], ("axes", new long[] { 2 }), ("keepdims", 0)), DataType.Float, 6);
    });

    /// <summary>A convolution over pixels (b, 3, 8, 8), and a branch that only the bodies of an If read it in.</summary>
    public static ModelProto Branches() => Build((g, w) =>
    {
        var x = g.Input(Pixels, DataType.Float, 3, 8, 8);
        var y = g.Conv(x, w.Of("kernel", 5, 3, 3, 3), w.Of("bias", 5), "inner", 3, [1, 1, 1, 1]); // (b, 5, 8, 8)
        var mean = g.Op("ReduceMean", "mean", [x], ("keepdims", 0));
        g.Op("If", "chosen", [g.Op("Greater", "bright", [mean, w.Of("threshold", 1)])]);
        g.Output(g.Op("Relu", "out", ["chosen"]), DataType.Float, 5, 8, 8);
    }, then: model =>
    {
        var bright = model.Graph.Node.Single(node => node.OpType == "If");
        bright.Attribute.Add(Body("then_branch", "Neg"));
        bright.Attribute.Add(Body("else_branch", "Abs"));
    });

    public static ModelProto Build(Action<GraphBuilder> build)
    {
        using var temp = new TempFolder();
        using var weights = new WeightFile(temp.File("weights.bin"));
        var builder = new GraphBuilder(weights);
        build(builder);
        return builder.Build();
    }

    /// <summary>Writes the network into a folder and gives its path.</summary>
    public static string Write(this TempFolder folder, string name, ModelProto model) => folder.Write(name, model.ToByteArray());

    static ModelProto Build(Action<GraphBuilder, Weights> build, int batch = 0, Action<ModelProto>? then = null)
    {
        var model = Build(g => build(g, new Weights(g)));
        foreach (var node in model.Graph.Node) node.Name = node.Name.Replace("_output_0", "").Replace(":0", "");
        if (batch > 0) model.Graph.Input[0].Type.TensorType.Shape.Dim[0].DimValue = batch;
        else model.Graph.Input[0].Type.TensorType.Shape.Dim[0].DimParam = "N";
        then?.Invoke(model);
        return model;
    }

    static AttributeProto Body(string name, string operation)
    {
        var body = new GraphProto { Name = name, Output = { GraphBuilder.Describe($"{name}_out", DataType.Float, [5, 8, 8]) } };
        body.Node.Add(new NodeProto { OpType = operation, Name = name, Input = { "inner" }, Output = { $"{name}_out" } });
        return new AttributeProto { Name = name, Type = AttributeProto.Types.AttributeType.Graph, G = body };
    }
}
