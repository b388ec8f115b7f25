using VarMem.Models.Var;

namespace VarMem.Tests.Models.MadeUp;

/// <summary>Every tensor of a transformer's checkpoint, key by key as the published code writes it, buffers included.</summary>
static class MadeUpTransformer
{
    public static IEnumerable<MadeUpTensor> Tensors(TransformerArchitecture t)
    {
        var (c, scales, first) = (t.Width, t.PatchNums.Length, t.PatchNums[0] * t.PatchNums[0]);
        var small = MathF.Sqrt(1f / (3 * c));
        yield return new("pos_start", [1, first, c], 0, small);
        yield return new("pos_1LC", [1, t.TokenCount, c], 0, small);
        yield return new("lvl_1L", [1, t.TokenCount], 0, 0) { Integers = [.. t.PatchNums.SelectMany((p, s) => Enumerable.Repeat((long)s, p * p))] };
        foreach (var tensor in Linear("word_embed", c, t.LatentChannels)) yield return tensor;
        yield return new("class_emb.weight", [t.ClassCount + 1, c], 0, 0.5f);
        yield return new("lvl_embed.weight", [scales, c], 0, small);
        if (t.SharedAdaLn)
            foreach (var tensor in Linear("shared_ada_lin.1", 6 * c, c)) yield return tensor;
        for (var b = 0; b < t.Depth; b++)
            foreach (var tensor in Block($"blocks.{b}", t)) yield return tensor;
        foreach (var tensor in Linear("head_nm.ada_lin.1", 2 * c, c)) yield return tensor;
        foreach (var tensor in Linear("head", t.Vocabulary, c)) yield return tensor;
    }

    static IEnumerable<MadeUpTensor> Block(string path, TransformerArchitecture t)
    {
        var c = t.Width;
        if (t.SharedAdaLn) yield return new($"{path}.ada_gss", [1, 1, 6, c], 0, 1 / MathF.Sqrt(c));
        else
            foreach (var tensor in Linear($"{path}.ada_lin.1", 6 * c, c)) yield return tensor;
        yield return new($"{path}.attn.mat_qkv.weight", [3 * c, c], 0, 1 / MathF.Sqrt(c));
        yield return new($"{path}.attn.q_bias", [c], 0, 0.1f);
        yield return new($"{path}.attn.v_bias", [c], 0, 0.1f);
        yield return new($"{path}.attn.zero_k_bias", [c], 0, 0);
        // exp of it multiplies the queries; some lie above the cap of log 100 = 4.6
        if (t.NormalizedAttention) yield return new($"{path}.attn.scale_mul_1H11", [1, t.Heads, 1, 1], 3.5f, 1);
        foreach (var tensor in Linear($"{path}.attn.proj", c, c)) yield return tensor;
        foreach (var tensor in Linear($"{path}.ffn.fc1", t.Hidden, c)) yield return tensor;
        foreach (var tensor in Linear($"{path}.ffn.fc2", c, t.Hidden)) yield return tensor;
    }

    static MadeUpTensor[] Linear(string path, int outputs, int inputs) =>
        [new($"{path}.weight", [outputs, inputs], 0, 1 / MathF.Sqrt(inputs)), new($"{path}.bias", [outputs], 0, 0.1f)];
}
