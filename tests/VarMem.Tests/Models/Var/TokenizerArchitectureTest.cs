using VarMem.Models.Var;
using VarMem.Tests.Models.MadeUp;

namespace VarMem.Tests.Models.Var;

public sealed class TokenizerArchitectureTest : IDisposable
{
    readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Theory, MemberData(nameof(Layouts.OfSmallModels), MemberType = typeof(Layouts))]
    public void Infer_GivesWhatTheFileWasMadeOf(string model, string layout)
    {
        using var checkpoint = Layouts.Open(_temp, model, layout, Layouts.Tokenizer);
        Assert.True(TokenizerArchitecture.IsIn(checkpoint));
        Assert.False(TransformerArchitecture.IsIn(checkpoint));
        Assert.Equal(
            ModelDescription.Line(SmallModels.All[model].Tokenizer), ModelDescription.Line(TokenizerArchitecture.Infer(checkpoint)));
    }

    [Theory]
    [InlineData("TenScales", 3, "quantize.quant_resi.qresi_ls.3")]
    [InlineData("FiveLevels", 4, "quantize.quant_resi.4")]
    [InlineData("FirstSideTwo", 0, "quantize.quant_resi.qresi")]
    public void PhiPath_KnowsAllThreeNames(string model, int k, string path)
    {
        using var checkpoint = Layouts.Open(_temp, model, "bare", Layouts.Tokenizer);
        Assert.Equal(path, TokenizerArchitecture.PhiPath(checkpoint, k));
        Assert.True(checkpoint.Tensors.ContainsKey($"{path}.weight"));
    }
}
