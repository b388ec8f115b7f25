using VarMem.Models;
using VarMem.Models.Onnx;

namespace VarMem.Tests.Models.Onnx;

public class HookPatternTest
{
    static readonly Hook[] Hooks =
    [
        .. new[] { "encoder.conv_in", "encoder.down.0.block.0", "encoder.down.0.block.0.conv1", "quant_conv", "blocks.0.attn.proj", "blocks.0.ffn.fc1:pre", "blocks.0.ffn.fc1", "blocks.0.ffn.fc2", "blocks.0.ffn.fc2:gated", "blocks.0",
            "blocks.10.attn.proj", "blocks.10.ffn.fc1", "blocks.10.ffn.fc2", "blocks.10", "head" }
        .Select(name => new Hook(name, Hook.Transformer, null, "", [2, 4], [1])),
    ];

    [Theory]
    [InlineData("blocks.*", "blocks.0 blocks.10")]
    [InlineData("blocks.*.ffn.*", "blocks.0.ffn.fc1 blocks.0.ffn.fc2 blocks.10.ffn.fc1 blocks.10.ffn.fc2")]
    [InlineData(HookPattern.Default, "blocks.0.attn.proj blocks.0.ffn.fc1 blocks.0.ffn.fc2 blocks.10.attn.proj blocks.10.ffn.fc1 blocks.10.ffn.fc2")]
    [InlineData("encoder.**", "encoder.conv_in encoder.down.0.block.0 encoder.down.0.block.0.conv1")]
    [InlineData("{head,quant_conv}", "quant_conv head")]
    [InlineData("re:blocks\\.1\\d\\.ffn\\.fc[12]", "blocks.10.ffn.fc1 blocks.10.ffn.fc2")]
    [InlineData("blocks.0.** !**.fc2", "blocks.0.attn.proj blocks.0.ffn.fc1")]
    [InlineData("!blocks.** !encoder.**", "quant_conv head")]
    [InlineData("head blocks.0", "blocks.0 head")]
    [InlineData("blocks.0.ffn.*:pre", "blocks.0.ffn.fc1:pre")]
    [InlineData("blocks.0.ffn.fc{1:pre,2:gated}", "blocks.0.ffn.fc1:pre blocks.0.ffn.fc2:gated")]
    [InlineData("re:blocks\\.0\\.(?:ffn)\\..*", "blocks.0.ffn.fc1 blocks.0.ffn.fc2")]
    [InlineData("re:.*:gated", "blocks.0.ffn.fc2:gated")]
    [InlineData("re:blocks\\.0\\.ffn.*", "blocks.0.ffn.fc1 blocks.0.ffn.fc2")]
    [InlineData("**:* !blocks.0.ffn.fc1*", "blocks.0.ffn.fc2:gated")]
    public void Select_ChoosesInModelOrder(string patterns, string expected) =>
        Assert.Equal(expected.Split(' '), HookPattern.Select(Hooks, patterns.Split(' ')).Select(hook => hook.Name));

    [Fact]
    public void Select_NoMatch_NamesTheNearest()
    {
        var error = Assert.Throws<ModelException>(() => HookPattern.Select(Hooks, ["blocks.0.ffn.fc3"]));
        Assert.StartsWith("hook pattern blocks.0.ffn.fc3 matches no layer; nearest: blocks.0.ffn.fc", error.Message);
    }

    [Fact]
    public void Select_Malformed_SaysWhere()
    {
        Assert.StartsWith("hook pattern blocks.{0,1 cannot be read (", Assert.Throws<ModelException>(() => HookPattern.Select(Hooks, ["blocks.{0,1"])).Message);
        Assert.StartsWith("hook pattern re:( cannot be read (", Assert.Throws<ModelException>(() => HookPattern.Select(Hooks, ["re:("])).Message);
    }

    [Fact]
    public void Select_EverythingExcluded_IsAnError() =>
        Assert.Equal("hook patterns head !head leave no layer; drop one of those that begin with !.",
            Assert.Throws<ModelException>(() => HookPattern.Select(Hooks, ["head", "!head"])).Message);
}
