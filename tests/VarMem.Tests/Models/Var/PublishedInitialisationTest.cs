using VarMem.Models.Checkpoints;
using VarMem.Models.Var;
using VarMem.Tests.Models.MadeUp;

namespace VarMem.Tests.Models.Var;

/// <summary>Each tensor's values against the published initialisation, written down once more, key by key.</summary>
public sealed class PublishedInitialisationTest : IDisposable
{
    static readonly MadeUpModel SharedPlain = SmallModels.All["FiveLevels"] with
    {
        Transformer = SmallModels.All["FiveLevels"].Transformer with { SharedAdaLn = true },
    };

    /// <summary>Between them all that one VAR has and another has not: AdaLN for each block or shared, attention's scale or none.</summary>
    static readonly Dictionary<string, Func<string, (string Vqvae, string Var, ModelFacts Facts)>> Models = new()
    {
        ["emoji"] = _ => (Emoji("vqvae.pth"), Emoji("var.pth"), ModelFacts.Beside(Emoji("var.pth"))),
        ["shared AdaLN, plain attention"] = folder => Written(folder, SharedPlain, new ModelFacts { Heads = 3 }),
        ["shared AdaLN, normalised attention"] = folder => Written(folder, SmallModels.All["TenScales"], new ModelFacts()),
    };

    readonly TempFolder _temp = new();

    public static TheoryData<string> Names => [.. Models.Keys];

    public void Dispose() => _temp.Dispose();

    /// <summary>Means within five standard errors of 0, deviations within five of their own: sd/√(2n).</summary>
    [Theory, MemberData(nameof(Names))]
    public void Values_AreDrawnAsPublished(string model)
    {
        using var var = Write(model, out var t);
        var drawn = 0;
        foreach (var (name, tensor) in var.Tensors.Where(pair => Expected(pair.Key, t) is { Constant: null }))
        {
            var ((gates, others, _), values) = (Expected(name, t)!.Value, var.ReadFloats(name));
            RequireNormal(values.AsSpan(0, values.Length / 3), gates, $"{name}, first third");
            RequireNormal(values.AsSpan(values.Length / 3), others, $"{name}, the rest");
            Assert.Equal(ElementType.Float32, tensor.ElementType);
            drawn++;
        }
        Assert.Equal(6 + t.Depth * 5 + (t.SharedAdaLn ? 1 : 0) + 1, drawn);
    }

    [Theory, MemberData(nameof(Names))]
    public void Values_ThatAreConstant(string model)
    {
        using var var = Write(model, out var t);
        var constant = 0;
        foreach (var name in var.Tensors.Keys)
            if (Expected(name, t) is { Constant: { } value })
            {
                Assert.Equal(value, Assert.Single(var.ReadFloats(name).Distinct()));
                constant++;
            }
        Assert.Equal(3 + t.Depth * (5 + (t.NormalizedAttention ? 1 : 0) + (t.SharedAdaLn ? 0 : 1)) + (t.SharedAdaLn ? 1 : 0), constant);
    }

    /// <summary>The rest are buffers, with the trained model's values.</summary>
    [Theory, MemberData(nameof(Names))]
    public void Buffers_AreKept(string model)
    {
        using var var = Write(model, out var t);
        using var trained = Checkpoint.Open(Models[model](_temp.Path).Var);
        Assert.Equal(trained.Tensors.Values.Select(tensor => $"{tensor}"), var.Tensors.Values.Select(tensor => $"{tensor}"));
        string[] buffers = [.. var.Tensors.Keys.Where(name => Expected(name, t) is null)];
        Assert.Equal(trained.ReadInt64("lvl_1L"), var.ReadInt64("lvl_1L"));
        foreach (var name in buffers.Where(name => name != "lvl_1L")) Assert.Equal(trained.ReadFloats(name), var.ReadFloats(name));
        Assert.Equal(t.Depth + (model == "emoji" ? 2 : 1), buffers.Length);
    }

    /// <summary>Null for buffers.</summary>
    static (double FirstThird, double Others, float? Constant)? Expected(string name, TransformerArchitecture t)
    {
        var sigma = Math.Sqrt(1.0 / (3 * t.Width));
        var parts = name.Split('.');
        var inBlock = parts[0] == "blocks" ? string.Join('.', parts[2..]) : name;
        return inBlock switch
        {
            "lvl_1L" or "attn_bias_for_masking" or "attn.zero_k_bias" => null,
            "class_emb.weight" or "lvl_embed.weight" or "pos_start" or "pos_1LC" => All(sigma),
            "word_embed.weight" or "shared_ada_lin.1.weight" or "attn.mat_qkv.weight" or "ffn.fc1.weight" => All(sigma),
            "attn.proj.weight" or "ffn.fc2.weight" => All(sigma / Math.Sqrt(2.0 * t.Depth)),
            "ada_lin.1.weight" => (sigma * 1e-5, sigma * 0.5, null),
            "ada_gss" => (1e-5 / Math.Sqrt(t.Width), 0.5 / Math.Sqrt(t.Width), null),
            "head_nm.ada_lin.1.weight" => All(sigma * 0.5),
            "head.weight" => All(sigma * 0.02),
            "attn.scale_mul_1H11" => (0, 0, MathF.Log(4)),
            "word_embed.bias" or "shared_ada_lin.1.bias" or "head_nm.ada_lin.1.bias" or "head.bias" => (0, 0, 0),
            "ada_lin.1.bias" or "attn.q_bias" or "attn.v_bias" or "attn.proj.bias" or "ffn.fc1.bias" or "ffn.fc2.bias" => (0, 0, 0),
            _ => throw new ArgumentException(name),
        };

        static (double, double, float?) All(double deviation) => (deviation, deviation, null);
    }

    static void RequireNormal(ReadOnlySpan<float> values, double deviation, string what)
    {
        var (sum, squares, n) = (0.0, 0.0, values.Length);
        foreach (var value in values)
        {
            sum += value;
            squares += (double)value * value;
        }
        var (mean, found) = (sum / n, Math.Sqrt(squares / n)); // around 0, which the mean is
        Assert.True(Math.Abs(mean) < 5 * deviation / Math.Sqrt(n), $"{what}: mean {mean}, deviation {deviation}, {n} values");
        Assert.True(
            Math.Abs(found - deviation) < 5 * deviation / Math.Sqrt(2.0 * n),
            $"{what}: deviation {found}, expected {deviation}, {n} values");
    }

    Checkpoint Write(string model, out TransformerArchitecture architecture)
    {
        var (vqvae, var, facts) = Models[model](_temp.Path);
        var folder = Path.Combine(_temp.Path, "untrained");
        architecture = UntrainedModel.Write(vqvae, var, folder, facts, seed: 0).Transformer!.Architecture;
        return Checkpoint.Open(Path.Combine(folder, "var.safetensors"));
    }

    static (string, string, ModelFacts) Written(string folder, MadeUpModel model, ModelFacts facts)
    {
        var (vqvae, var) = model.WriteTorch(folder);
        return (vqvae, var, facts);
    }

    static string Emoji(string file) => Repository.File("models", "emoji", file);
}
