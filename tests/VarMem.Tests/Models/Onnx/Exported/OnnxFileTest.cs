using VarMem.Models.Onnx;
using VarMem.Models.Onnx.Exported;
using VarMem.Models.Onnx.Proto;

namespace VarMem.Tests.Models.Onnx.Exported;

/// <summary>Layers of exported networks: which there are, and that their means are those of the network's own tensors.</summary>
public sealed class OnnxFileTest : IDisposable
{
    readonly TempFolder _folder = new();

    [Fact]
    public void Open_Convolutions_HooksEveryTensorOnItsChannels()
    {
        var graph = Open(OnnxNetworks.Convolutions());
        Assert.Equal(
            [
                "/layer1/layer1.0/conv1/Conv_output_0 layer1.conv1.Conv 0 6×64",
                "/layer1/layer1.0/act/Relu_output_0 layer1.act.Relu 0 6×64",
                "/layer1/layer1.1/conv2/Conv_output_0 layer1.conv2.Conv 1 10×16",
                "/pool/GlobalAveragePool_output_0 pool.GlobalAveragePool  10×1",
                "/Flatten_output_0 Flatten  10×1",
                "logits logits  4×1",
            ],
            graph.Hooks.Select(Line));
        Assert.Equal((8, null), (graph.Side, graph.FixedBatch));
        RequireMu(graph, 3);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0, 3)]
    [InlineData(1, 1)]
    [InlineData(4, 4)] // as many as tokens
    public void Open_Tokens_HooksTheirChannelsAndHeads(int exported, int batch)
    {
        var graph = Open(OnnxNetworks.Tokens(exported));
        Assert.Equal(exported > 0 ? exported : null, graph.FixedBatch);
        string[] expected =
        [
            "/patch/Conv_output_0 patch.Conv  12×4",
            "/patch/Reshape_output_0 patch.Reshape  12×4",
            "/patch/Transpose_output_0 patch.Transpose  12×4",
            "/blocks/blocks.0/mlp/fc1/MatMul_output_0 blocks.mlp.fc1.MatMul 0 24×4",
            "/blocks/blocks.0/mlp/fc1/Add_output_0 blocks.mlp.fc1.Add 0 24×4",
            "/blocks/blocks.0/mlp/act/Relu_output_0 blocks.mlp.act.Relu 0 24×4",
            "/blocks/blocks.0/mlp/fc2/MatMul_output_0 blocks.mlp.fc2.MatMul 0 12×4",
            "/blocks/blocks.0/Add_output_0 blocks.Add 0 12×4",
            "/blocks/blocks.1/attn/Reshape_output_0 blocks.attn.Reshape 1 4×12",
            "/blocks/blocks.1/attn/q/Transpose_output_0 blocks.attn.q.Transpose 1 2×24",
            "/blocks/blocks.1/attn/k/Transpose_output_0 blocks.attn.k.Transpose 1 2×24",
            "/blocks/blocks.1/attn/MatMul_output_0 blocks.attn.MatMul 1 2×16",
        ];
        // Of a single picture any first axis is its own.
        Assert.Equal(exported == 1 ? [.. expected, "sequence_first sequence_first  12×4 folded"] : expected, graph.Hooks.Select(Line));
        RequireMu(graph, batch);
    }

    [Fact]
    public void Open_ChannelsLast_TransposesPixelsAndHooksTheLastAxis()
    {
        var graph = Open(OnnxNetworks.ChannelsLast());
        Assert.Equal(
            [
                "model/conv/Conv2D__1:0 model.conv.Conv2D  3×64",
                "model/conv/Conv2D:0 model.conv.Conv2D  6×64",
                "model/conv/BiasAdd:0 model.conv.BiasAdd  6×64",
                "model/relu/Relu:0 model.relu.Relu  6×64",
                "model/dense/MatMul:0 model.dense.MatMul  7×64",
            ],
            graph.Hooks.Select(Line));
        RequireMu(graph, 2, channelsLast: true);
    }

    [Fact]
    public void Open_ChannelsLastInside_FollowsThem()
    {
        var graph = Open(OnnxNetworks.ChannelsLastInside());
        Assert.Equal(
            [
                "stem stem  6×16", "last last  6×16", "norm norm  6×16", "wide wide  24×16", "act act  24×16", "narrow narrow  6×16",
                "biased biased  6×16", "first first  6×16", "block block  6×16", "pixels_of_channels pixels_of_channels  6×16",
                "pooled pooled  6×1",
            ],
            graph.Hooks.Select(Line));
        RequireMu(graph, 3);
    }

    [Fact]
    public void Open_Windows_UnfoldsThem()
    {
        var graph = Open(OnnxNetworks.Windows());
        Assert.Equal(
            [
                "stem stem  6×64", "split split  6×64", "moved moved  6×64",
                "windows windows  6×64 folded", "product product  9×64 folded", "flat flat  9×64 folded",
            ],
            graph.Hooks.Select(Line));
        RequireMu(graph, 3);
    }

    [Fact]
    public void Open_WindowsBeforePictures_LeavesThemOut()
    {
        var graph = Open(OnnxNetworks.Windows(windowsFirst: true));
        Assert.Equal(["stem", "split"], graph.Hooks.Select(hook => hook.Name));
        Assert.Equal(
            [
                "moved has no batch on its first axis: (2, 2, 1, 4, 4, 6) for 1 picture, (2, 2, 2, 4, 4, 6) for 2",
                "windows does not keep the pictures of a batch one after the other on its first axis",
                "product does not keep the pictures of a batch one after the other on its first axis",
                "flat does not keep the pictures of a batch one after the other on its first axis",
            ],
            graph.LeftOut.Select(tensor => $"{tensor.Name} {tensor.Reason}"));
    }

    [Fact]
    public void Open_Branches_KeepsWhatTheirBodiesRead()
    {
        var graph = Open(OnnxNetworks.Branches());
        Assert.Equal(["inner", "chosen", "out"], graph.Hooks.Select(hook => hook.Name));
        var alone = PlainRun.Hooked(graph, PlainRun.Pixels(2, 8), 2, [.. graph.Hooks.Where(hook => hook.Name == "out")]);
        PlainRun.RequireClose(Plain(2, "out")["out"].Mu(2, 1), alone["out"]);
        RequireMu(graph, 2);
    }

    [Fact]
    public void Open_NodesOutOfOrder_SortsThem()
    {
        var model = OnnxNetworks.Convolutions();
        NodeProto[] reversed = [.. model.Graph.Node.Reverse()];
        model.Graph.Node.Clear();
        model.Graph.Node.Add(reversed);
        var graph = Open(model);
        Assert.Equal(OnnxNetworks.Convolutions().Graph.Node.Select(node => node.Output[0]), graph.Hooks.Select(hook => hook.Name));
    }

    HookableGraph Open(ModelProto model, OnnxFileOptions? options = null) =>
        OnnxFile.Open(_folder.Write("net.onnx", model), options ?? new OnnxFileOptions());

    Dictionary<string, (long[] Shape, float[] Values)> Plain(int batch, params string[] tensors) =>
        PlainRun.Of(_folder.File("net.onnx"), PlainRun.Pixels(batch, 8), [batch, 3, 8, 8], tensors);

    /// <summary>Every hook's means of a batch are those of the plain network's tensor.</summary>
    void RequireMu(HookableGraph graph, int batch, bool channelsLast = false)
    {
        var pixels = PlainRun.Pixels(batch, 8);
        string[] names = [.. graph.Hooks.Select(hook => hook.Name)];
        var plain = channelsLast
            ? PlainRun.Of(graph.File, PlainRun.ChannelsLast(pixels, 64), [batch, 8, 8, 3], names)
            : Plain(batch, names);
        var hooked = PlainRun.Hooked(graph, pixels, batch, graph.Hooks);
        foreach (var hook in graph.Hooks)
        {
            int[] axes = [.. hook.UnitAxes.Select(axis => hook.IsFolded ? axis : axis + 1)];
            PlainRun.RequireClose(plain[hook.Name].Mu(batch, axes), hooked[hook.Name]);
        }
    }

    static string Line(Hook hook) =>
        $"{hook.Name} {hook.Kind} {hook.Block} {hook.Units}×{hook.Positions}{(hook.IsFolded ? " folded" : "")}";

    public void Dispose() => _folder.Dispose();
}
