namespace VarMem.Tests.Models.Var;

/// <summary>What the emoji model's module paths tell: six blocks of width 128 and four heads, a tokenizer of three levels.</summary>
public class ModuleHooksTest
{
    [Theory]
    [InlineData("encoder.conv_in", "tokenizer", 0, "encoder.conv_in", 32, 1024)]
    [InlineData("encoder.down.1.block.0.conv1", "tokenizer", 1, "encoder.down.block.conv1", 64, 256)]
    [InlineData("encoder.down.2.attn.0.qkv", "tokenizer", 2, "encoder.down.attn.qkv", 384, 64)]
    [InlineData("encoder.mid.block_1", "tokenizer", 3, "encoder.mid.block_1", 128, 64)]
    [InlineData("quant_conv", "tokenizer", 3, "quant_conv", 16, 64)]
    [InlineData("word_embed", "transformer", null, "word_embed", 128, 129)]
    [InlineData("blocks.5.attn.mat_qkv", "transformer", 5, "attn.mat_qkv", 384, 130)]
    [InlineData("blocks.5.attn.head.3", "transformer", 5, "attn.head", 32, 130)]
    [InlineData("blocks.5.attn.proj:gated", "transformer", 5, "attn.proj:gated", 128, 130)]
    [InlineData("blocks.5.ffn.fc1:pre", "transformer", 5, "ffn.fc1:pre", 512, 130)]
    [InlineData("blocks.5", "transformer", 5, "block", 128, 130)]
    [InlineData("head", "transformer", null, "head", 512, 130)]
    public void Hook_HasPartBlockKindAndSizes(string name, string part, int? block, string kind, int units, int positions)
    {
        var hook = Assert.Single(EmojiModel.Folder.Hooks, hook => hook.Name == name);
        Assert.Equal((part, block, kind, units, positions), (hook.Part, hook.Block, hook.Kind, hook.Units, hook.Positions));
    }

    [Fact]
    public void Hooks_StandInModelOrder()
    {
        string[] block =
        [
            "blocks.0.attn.mat_qkv", "blocks.0.attn.head.0", "blocks.0.attn.head.1", "blocks.0.attn.head.2", "blocks.0.attn.head.3",
            "blocks.0.attn.proj", "blocks.0.attn.proj:gated",
            "blocks.0.ffn.fc1:pre", "blocks.0.ffn.fc1", "blocks.0.ffn.fc2", "blocks.0.ffn.fc2:gated", "blocks.0",
        ];
        Assert.Equal(block, EmojiModel.Folder.Hooks.Select(hook => hook.Name).Where(name => name.Split('.', ':') is ["blocks", "0", ..]));
    }
}
