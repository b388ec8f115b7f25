using VarMem.Models.Onnx.Exported;
using VarMem.Models.Onnx.Proto;

namespace VarMem.Tests.Models.Onnx.Exported;

public class HookNamesTest
{
    [Theory]
    [InlineData("/blocks/blocks.3/mlp/fc1/Add_output_0", "/blocks/blocks.3/mlp/fc1/Add", "Add", 3, "blocks.mlp.fc1.Add")]
    [InlineData("/layer2/layer2.1/conv1/Conv_output_0", "/layer2/layer2.1/conv1/Conv", "Conv", 1, "layer2.conv1.Conv")]
    [InlineData("layer2.1.conv1", "", "Conv", 1, "layer2.conv1")]
    [InlineData("/encoder/layer.11/Add_3_output_0", "/encoder/layer.11/Add_3", "Add", 11, "encoder.layer.Add")]
    [InlineData("/fc/Gemm_output_0", "/fc/Gemm", "Gemm", null, "fc.Gemm")]
    [InlineData("/Add_7_output_0", "/Add_7", "Add", null, "Add")]
    [InlineData("block_4", "", "Conv", 4, "block")]
    [InlineData("block_4_expand/Conv2D:0", "block_4_expand/Conv2D", "Conv", 4, "block_expand.Conv2D")]
    [InlineData("model/re_lu/Relu__12:0", "model/re_lu/Relu__12", "Relu", null, "model.re_lu.Relu")]
    [InlineData("linear_12", "node_linear_12", "Gemm", null, "linear")] // PyTorch's newer exporter
    [InlineData("val_3", "node_Conv_8", "Conv", null, "val")]
    [InlineData("123", "Conv_5", "Conv", null, "Conv")] // PyTorch before 1.13
    [InlineData("123", "", "Conv", null, "Conv")]
    [InlineData("blocks.2/5", "", "Conv", 2, "blocks")]
    public void BlockAndKind(string tensor, string node, string operation, int? block, string kind)
    {
        var made = new NodeProto { OpType = operation, Name = node };
        Assert.Equal((block, kind), (HookNames.Block(made, tensor), HookNames.Kind(made, tensor)));
    }
}
