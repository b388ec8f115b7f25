using VarMem.Models;
using VarMem.Models.Onnx;
using VarMem.Models.Scoring;
using VarMem.Tests.Models.Var;

namespace VarMem.Tests.Models.Scoring;

/// <summary>Half precision on a CPU, which computes it slowly: two crops.</summary>
public class LowPrecisionTest
{
    static readonly IReadOnlyList<Hook> Hooks = HookPattern.Select(EmojiModel.Folder.Hooks, ["quant_conv", "blocks.{0,5}.ffn.fc2", "head"]);
    static readonly float[] Crops = EmojiModel.Reference<float>("images.npy").Values[..(2 * 3 * 32 * 32)];

    [Fact]
    public void Fp16_IsNearFp32_AndLeavesTheTokenizer()
    {
        var (full, half) = (Mu(Precision.Fp32), Mu(Precision.Fp16));
        var tokenizer = Hooks[0].Units;
        Assert.Equal(full[..tokenizer], half[..tokenizer]);
        Assert.NotEqual(full[tokenizer..], half[tokenizer..]);
        for (var u = tokenizer; u < full.Length; u++) Assert.Equal(full[u], half[u], 0.01 * full[u] + 0.005);
    }

    [Fact]
    public void Bf16_OnACpu_SaysWhatIsNeeded() => Assert.Equal(
        "--precision bf16 needs a GPU, ONNX Runtime has no such products on a CPU; choose --device cuda, or fp32.",
        Assert.Throws<ModelException>(() => Mu(Precision.Bf16)).Message);

    static float[] Mu(Precision precision) =>
        EmojiMu.Of(Hooks, new ScoringOptions { Batch = 1, Precision = precision }, Crops, [3], augmentations: 2)[0];
}
