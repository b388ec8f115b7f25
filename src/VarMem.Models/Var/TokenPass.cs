using VarMem.Models.Onnx;

namespace VarMem.Models.Var;

/// <summary>Which tokens go through the transformer together, and which others they see. L is their number.</summary>
abstract class TokenPass(GraphBuilder graph)
{
    protected const float Epsilon = 1e-6f;

    /// <summary>Those of all embedded tokens (b, Σ p_s², C) that this pass is of.</summary>
    public abstract string Select(string embedded);

    /// <summary>(bL, width) → (b, L, width)</summary>
    public abstract string Tokens(string flat, string name, int width);

    /// <summary>softmax(factor·q·kᵀ)·v per head over the own and all earlier scales; all (b, L, C).</summary>
    public abstract string Attention(string q, string k, string v, float factor, string scope);

    /// <summary>Declares a value (b, positions, units) of the teacher-forced pass as a place to hook.</summary>
    public abstract void Hookable(string name, int positions, int units);

    /// <summary>LN(x)·(1 + scale) + shift for x (b, L, C), scale and shift (b, 1, C).</summary>
    public string Modulate(string x, string scale, string shift, string name)
    {
        var one = graph.Constant($"{name}.one", [1f], 1);
        var normalized = Normalize(x, $"{name}.normalized");
        return graph.Add(graph.Mul(normalized, graph.Add(scale, one, $"{name}.scale"), $"{name}.scaled"), shift, $"{name}.shifted");
    }

    /// <summary>LayerNorm without affine parameters over the last axis.</summary>
    protected abstract string Normalize(string x, string name);
}
