using VarMem.Models;
using VarMem.Models.Checkpoints;
using VarMem.Models.Var;
using VarMem.Tests.Models.MadeUp;

namespace VarMem.Tests.Models.Var;

public sealed class TransformerArchitectureTest : IDisposable
{
    readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Theory, MemberData(nameof(Layouts.OfSmallModels), MemberType = typeof(Layouts))]
    public void Infer_GivesWhatTheFileWasMadeOf(string model, string layout)
    {
        var made = SmallModels.All[model].Transformer;
        using var checkpoint = Layouts.Open(_temp, model, layout, Layouts.Transformer);
        Assert.True(TransformerArchitecture.IsIn(checkpoint));
        Assert.False(TokenizerArchitecture.IsIn(checkpoint));
        int? heads = made.HeadsFrom == HeadsFrom.Option ? made.Heads : null;
        Assert.Equal(ModelDescription.Line(made), ModelDescription.Line(TransformerArchitecture.Infer(checkpoint, heads: heads)));
    }

    /// <summary>What the checkpoint tells goes before what the user says.</summary>
    [Fact]
    public void Infer_HeadsAndScalesInTheFile_MayBeGivenToo()
    {
        using var checkpoint = Layouts.Open(_temp, "TenScales", "bare", Layouts.Transformer);
        var found = TransformerArchitecture.Infer(checkpoint, SmallModels.All["TenScales"].Transformer.PatchNums, heads: 4);
        Assert.Equal((4, HeadsFrom.Checkpoint), (found.Heads, found.HeadsFrom));
        Assert.Equal(SmallModels.All["TenScales"].Transformer.PatchNums, found.PatchNums);
    }

    [Fact]
    public void Infer_ScalesNotInTheFile_ComeFromTheOption()
    {
        using var checkpoint = WithoutScales();
        Assert.Equal([2, 3, 5, 8], TransformerArchitecture.Infer(checkpoint, [2, 3, 5, 8]).PatchNums);
        Assert.Throws<ModelException>(() => TransformerArchitecture.Infer(checkpoint));
        Assert.Throws<ModelException>(() => TransformerArchitecture.Infer(checkpoint, [2, 3, 5, 9]));
    }

    Checkpoint WithoutScales() => Checkpoint.Open(MadeUpFile.WriteTorch(
        _temp.File("it"), SmallModels.All["FirstSideTwo"].TransformerTensors.Where(tensor => tensor.Name != "lvl_1L")));
}
