namespace VarMem.Models.Var;

/// <summary>
/// What the published code makes of a transformer before training (FoundationVision/VAR, VAR.init_weights as build_vae_var calls it).
/// Its normal distribution is cut off at ±2: at nineteen standard deviations or more, from width 32 on, so not at all.
/// </summary>
static class PublishedInitialisation
{
    /// <summary>The factors init_head, init_adaln and init_adaln_gamma.</summary>
    const double Head = 0.02, AdaLn = 0.5, Gates = 1e-5;

    /// <summary>log 4, the scale of L2-normalised attention.</summary>
    const float ScaleMul = 1.3862944f;

    /// <summary>A tensor's values, row-major; they follow from the architecture, the seed and the tensor's name alone.</summary>
    /// <param name="tensor">One of <see cref="TransformerTensors"/>.</param>
    /// <param name="count">Its length.</param>
    public static float[] Values(TransformerArchitecture architecture, string tensor, int count, long seed)
    {
        var values = new float[count];
        if (Constant(tensor) is { } constant)
        {
            Array.Fill(values, constant);
            return values;
        }
        var (gates, others) = Deviations(architecture, tensor);
        var numbers = new NormalNumbers(seed, tensor);
        // AdaLN's rows are γ1, γ2, s1, s2, b1, b2: a third are gates
        for (var i = 0; i < count; i++) values[i] = (float)(numbers.Next() * (i < count / 3 ? gates : others));
        return values;
    }

    /// <summary>What fills a tensor that is not drawn at random; null for all others.</summary>
    static float? Constant(string tensor) =>
        tensor.EndsWith("bias", StringComparison.Ordinal) ? 0 // q_bias and v_bias among them
        : tensor.EndsWith(".scale_mul_1H11", StringComparison.Ordinal) ? ScaleMul
        : null;

    /// <summary>Standard deviations of the first third of a tensor and of the rest, which differ where AdaLN's gates are.</summary>
    static (double Gates, double Others) Deviations(TransformerArchitecture architecture, string tensor)
    {
        var usual = Math.Sqrt(1.0 / (3 * architecture.Width)); // σ
        return tensor switch
        {
            "head.weight" => Same(usual * Head),
            "head_nm.ada_lin.1.weight" => Same(usual * AdaLn),
            _ when Ends(".ada_lin.1.weight") => Gated(usual),
            _ when Ends(".ada_gss") => Gated(1 / Math.Sqrt(architecture.Width)),
            _ when Ends(".attn.proj.weight") || Ends(".ffn.fc2.weight") => Same(usual / Math.Sqrt(2 * architecture.Depth)),
            _ => Same(usual),
        };

        bool Ends(string with) => tensor.EndsWith(with, StringComparison.Ordinal);

        static (double, double) Same(double deviation) => (deviation, deviation);

        static (double, double) Gated(double deviation) => (deviation * Gates, deviation * AdaLn);
    }
}
