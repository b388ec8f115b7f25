namespace VarMem.Models.Var;

/// <summary>Every learned tensor that a transformer's checkpoint must hold, with its shape: the published code's state dict.</summary>
static class TransformerTensors
{
    /// <summary>Modules of which all is known: a tensor more in one of them is another architecture's.</summary>
    public static readonly string[] Modules = ["blocks.", "shared_ada_lin.", "head_nm."];

    public static IEnumerable<(string Name, int[] Shape)> Of(TransformerArchitecture t)
    {
        var c = t.Width;
        return
        [
            .. Linear("word_embed", c, t.LatentChannels),
            ("class_emb.weight", [t.ClassCount + 1, c]), // and the null class
            ("pos_start", [1, t.PatchNums[0] * t.PatchNums[0], c]),
            ("pos_1LC", [1, t.TokenCount, c]),
            ("lvl_embed.weight", [t.PatchNums.Length, c]),
            .. t.SharedAdaLn ? Linear("shared_ada_lin.1", 6 * c, c) : [],
            .. Enumerable.Range(0, t.Depth).SelectMany(b => Block($"blocks.{b}", t)),
            .. Linear("head_nm.ada_lin.1", 2 * c, c),
            .. Linear("head", t.Vocabulary, c),
        ];
    }

    static (string Name, int[] Shape)[] Block(string path, TransformerArchitecture t)
    {
        var c = t.Width;
        return
        [
            .. t.SharedAdaLn ? [($"{path}.ada_gss", [1, 1, 6, c])] : Linear($"{path}.ada_lin.1", 6 * c, c),
            ($"{path}.attn.mat_qkv.weight", [3 * c, c]),
            ($"{path}.attn.q_bias", [c]),
            ($"{path}.attn.v_bias", [c]),
            .. t.NormalizedAttention ? Scale() : [],
            .. Linear($"{path}.attn.proj", c, c),
            .. Linear($"{path}.ffn.fc1", t.Hidden, c),
            .. Linear($"{path}.ffn.fc2", c, t.Hidden),
        ];

        (string Name, int[] Shape)[] Scale() => [($"{path}.attn.scale_mul_1H11", [1, t.Heads, 1, 1])];
    }

    static (string Name, int[] Shape)[] Linear(string path, int outputs, int inputs) =>
        [($"{path}.weight", [outputs, inputs]), ($"{path}.bias", [outputs])];
}
