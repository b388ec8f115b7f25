using VarMem.Models.Membership;
using VarMem.Models.Onnx;
using VarMem.Models.Scoring;
using VarMem.Models.Var;
using VarMem.Tests.Models.MadeUp;

namespace VarMem.Tests.Models.Membership;

/// <summary>The second pass on models that differ in all that one VAR may differ in from another.</summary>
public class NullClassPassTest
{
    public static TheoryData<string> Models => [.. SmallModels.All.Keys];

    [Theory, MemberData(nameof(Models))]
    public void NullClass_IsThePassWithThatLabel(string name)
    {
        var made = SmallModels.All[name];
        using var folder = new TempFolder();
        var (vqvae, var) = made.WriteTorch(folder.Path);
        int? heads = made.Transformer.HeadsFrom == HeadsFrom.Option ? made.Transformer.Heads : null;
        var model = ModelBuilder.Build(vqvae, var, folder.File("model"), new ModelFacts { Heads = heads });
        using var session = new ScoringSession(
            model.Graph, HookPattern.Select(model.Hooks, ["blocks.0.ffn.fc1"]), new ScoringOptions { Batch = 2, Likelihood = Likelihood.WithNullClass });
        using var pass = session.NewPass();
        var random = new Random(5);
        foreach (ref var value in pass.Pixels) value = random.NextSingle() * 2 - 1;
        pass.Labels[1] = made.Transformer.ClassCount; // the null class
        pass.Run();
        var labelled = pass.Tokens(0);
        var dropped = pass.Tokens(1);
        Assert.Equal(dropped.Conditional.LogP, dropped.NullClassLogP);
        Assert.False(labelled.Conditional.LogP.SequenceEqual(labelled.NullClassLogP));
        Assert.Equal((true, false), (labelled.HasGuided, dropped.HasGuided));

        var unconditional = labelled.NullClassLogP.ToArray();
        pass.Labels[0] = made.Transformer.ClassCount;
        pass.Run();
        Assert.Equal(unconditional, pass.Tokens(0).Conditional.LogP);
    }
}
