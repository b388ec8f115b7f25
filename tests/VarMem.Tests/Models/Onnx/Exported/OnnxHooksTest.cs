using VarMem.Models;
using VarMem.Models.Onnx;
using VarMem.Models.Onnx.Exported;
using VarMem.Models.Onnx.Proto;
using static VarMem.Models.Onnx.Proto.TensorProto.Types;

namespace VarMem.Tests.Models.Onnx.Exported;

/// <summary>Axes by the command line, patterns, and the layers that are taken where none is named.</summary>
public sealed class OnnxHooksTest : IDisposable
{
    const string Fc1 = "/blocks/blocks.0/mlp/fc1/Add_output_0", Scores = "/blocks/blocks.1/attn/MatMul_output_0";

    readonly TempFolder _folder = new();

    [Theory]
    [InlineData("1", null, Fc1, "1", "4×24")]
    [InlineData(null, "1", Fc1, "2", "24×4")]
    [InlineData("2,1", null, Fc1, "1 2", "96×1")]
    [InlineData(null, "1,2", Fc1, "", "1×96")]
    [InlineData("1,3", null, Scores, "1 3", "8×4")]
    [InlineData(null, "2,3", Scores, "1", "2×16")]
    [InlineData("3", "1,2", Scores, "3", "4×8")]
    public void Axes_AsGiven(string? units, string? positions, string layer, string unitAxes, string size)
    {
        var graph = Open(OnnxNetworks.Tokens(), units, positions);
        var hook = graph.Hooks.Single(hook => hook.Name == layer);
        Assert.Equal((unitAxes, size), (string.Join(' ', hook.UnitAxes.Select(axis => axis + 1)), $"{hook.Units}×{hook.Positions}"));
        RequireMu(graph, hook, [.. hook.UnitAxes.Select(axis => axis + 1)]);
    }

    [Theory]
    [InlineData("1", "product", "16×36")]
    [InlineData("1,2", "product", "144×4")]
    [InlineData("1", "flat", "9×64")]
    public void Axes_OfWindows_AreThoseOfTheFile(string units, string layer, string size)
    {
        var graph = Open(OnnxNetworks.Windows(), units);
        var hook = graph.Hooks.Single(hook => hook.Name == layer);
        Assert.Equal(size, $"{hook.Units}×{hook.Positions}");
        RequireMu(graph, hook, [.. hook.UnitAxes]);
    }

    [Theory]
    [InlineData("3", null, "has 3 axes, and so no axis 3 for --channel-axis")]
    [InlineData(null, "2,3", "has 3 axes, and so no axis 3 for --position-axis")]
    [InlineData("1", "2,3", "has 3 axes, and so no axis 3 for --position-axis")]
    [InlineData("4", null, null)]
    public void Axes_ThatATensorLacks_LeaveItOut(string? units, string? positions, string? reason)
    {
        if (reason is null)
        {
            Assert.Equal(
                $"{_folder.File("net.onnx")}: none of its 13 tensors can be hooked; the last, sequence_first, "
                + "has no batch on its first axis: (4, 1, 12) for 1 picture, (4, 2, 12) for 2.",
                Assert.Throws<ModelException>(() => Open(OnnxNetworks.Tokens(), units, positions)).Message);
            return;
        }
        var graph = Open(OnnxNetworks.Tokens(), units, positions);
        Assert.DoesNotContain(graph.Hooks, hook => hook.Name == Fc1);
        Assert.Equal(
            $"hook pattern {Fc1} matches no layer that can be hooked: {Fc1} {reason}.",
            Assert.Throws<ModelException>(() => HookPattern.Select(graph, [Fc1])).Message);
    }

    [Fact]
    public void Axes_InNeitherList_LeaveATensorOut() => Assert.Equal(
        $"hook pattern {Scores} matches no layer that can be hooked: {Scores} has 4 axes, "
        + "and axis 3 is neither in --channel-axis nor in --position-axis.",
        Assert.Throws<ModelException>(() => HookPattern.Select(Open(OnnxNetworks.Tokens(), "2", "1"), [Scores])).Message);

    [Fact]
    public void Axes_InBothLists() => Assert.Equal(
        "axis 2 is both in --channel-axis and in --position-axis; an axis tells units apart or is averaged over.",
        Assert.Throws<ModelException>(() => Open(OnnxNetworks.Tokens(), "1,2", "2,3")).Message);

    [Theory]
    [InlineData("/blocks/blocks.0/mlp/fc1/Add_output_0", Fc1)] // by the tensor
    [InlineData("/blocks/blocks.0/mlp/fc1/Add", Fc1)] // by its node
    [InlineData("/blocks/blocks.*/mlp/fc1/Add*", Fc1)]
    [InlineData("/blocks/*/mlp/fc1/Add", null)] // a dot divides, as in module paths
    [InlineData("**/fc1/Add", Fc1)]
    [InlineData("re:.*fc1/Add", Fc1)]
    public void Patterns_ByTensorOrNode(string pattern, string? layer)
    {
        var graph = Open(OnnxNetworks.Tokens());
        if (layer is null) Assert.Throws<ModelException>(() => HookPattern.Select(graph, [pattern]));
        else Assert.Equal([layer], HookPattern.Select(graph, [pattern]).Select(hook => hook.Name));
    }

    [Fact]
    public void Patterns_OfWhatIsNoLayer_SayWhy()
    {
        var graph = Open(OnnxNetworks.Branches());
        Assert.Equal(
            "hook pattern bright matches no layer that can be hooked: bright holds no floating-point numbers.",
            Assert.Throws<ModelException>(() => HookPattern.Select(graph, ["bright"])).Message);
        Assert.Equal(
            "hook pattern mean matches no layer that can be hooked: mean has no axis behind the batch.",
            Assert.Throws<ModelException>(() => HookPattern.Select(graph, ["mean"])).Message);
        Assert.StartsWith(
            "hook pattern inne matches no layer; nearest: inner,",
            Assert.Throws<ModelException>(() => HookPattern.Select(graph, ["inne"])).Message);
    }

    [Fact]
    public void WeightedLayers_AreProductsWithTheirBias() => Assert.Equal(
        ["/patch/Conv_output_0", Fc1, "/blocks/blocks.0/mlp/fc2/MatMul_output_0"],
        WeightedLayers.In(Open(OnnxNetworks.Tokens())).Select(hook => hook.Name));

    /// <summary>Each picture less the mean over the batch, as a normalisation exported in training mode has it.</summary>
    [Fact]
    public void Hooks_ThatMixAFreeBatch_AreLeftOut()
    {
        var graph = Open(OnnxNetworks.Build(g =>
        {
            var x = g.Op("Relu", "own", [g.Input(OnnxNetworks.Pixels, DataType.Float, 3, 8, 8)]);
            var mean = g.Op("ReduceMean", "mean", [x], ("axes", new long[] { 0 }), ("keepdims", 1));
            g.Output(g.Op("Sub", "mixed", [x, mean]), DataType.Float, 3, 8, 8);
        }));
        Assert.Equal(["own"], graph.Hooks.Select(hook => hook.Name));
        Assert.Contains(graph.LeftOut, tensor => tensor.Name == "mixed");
    }

    [Fact]
    public void WeightedLayers_OfANetworkWithout()
    {
        var graph = Open(OnnxNetworks.Build(g => g.Output(
            g.Op("Relu", "out", [g.Input(OnnxNetworks.Pixels, DataType.Float, 3, 8, 8)]),
            DataType.Float, 3, 8, 8)));
        Assert.Equal(
            $"{graph.File}: has no Conv, Gemm or MatMul with a weight whose output can be hooked; choose layers with --hooks, "
            + "`varmem hooks` lists them.",
            Assert.Throws<ModelException>(() => WeightedLayers.In(graph)).Message);
    }

    HookableGraph Open(ModelProto model, string? units = null, string? positions = null) =>
        OnnxFile.Open(_folder.Write("net.onnx", model), new OnnxFileOptions { UnitAxes = Axes(units), PositionAxes = Axes(positions) });

    static int[]? Axes(string? list) => list?.Split(',').Select(int.Parse).ToArray();

    static void RequireMu(HookableGraph graph, Hook hook, params int[] fileAxes)
    {
        var pixels = PlainRun.Pixels(2, 8);
        var plain = PlainRun.Of(graph.File, pixels, [2, 3, 8, 8], hook.Name);
        PlainRun.RequireClose(plain[hook.Name].Mu(2, fileAxes), PlainRun.Hooked(graph, pixels, 2, [hook])[hook.Name]);
    }

    public void Dispose() => _folder.Dispose();
}
