namespace VarMem.Models.Onnx;

/// <summary>The operations that VAR is made of. N and M are any leading sizes; b is the batch.</summary>
sealed partial class GraphBuilder
{
    const string MicrosoftDomain = "com.microsoft";

    /// <summary>
    /// Operations of ONNX Runtime beyond the standard, chosen where they are fused and threaded and the standard ones are not.
    /// </summary>
    static readonly HashSet<string> ContribOps = ["MultiHeadAttention", "FastGelu", "QuickGelu"];

    public string Reshape(string x, string name, params ReadOnlySpan<long> shape) =>
        Op("Reshape", name, [x, Constant($"{name}.shape", shape)]);

    public string Transpose(string x, string name, params long[] order) => Op("Transpose", name, [x], ("perm", order));

    public string Concat(string name, ReadOnlySpan<string> parts, int axis) =>
        parts.Length == 1 ? parts[0] : Op("Concat", name, parts, ("axis", axis));

    /// <summary>Elements from…to−1 on one axis.</summary>
    public string Slice(string x, string name, int axis, long from, long to) =>
        Op("Slice", name, [x, Constant($"{name}.from", from), Constant($"{name}.to", to), Constant($"{name}.axis", (long)axis)]);

    /// <summary>Equal parts along an axis, under these names.</summary>
    public string[] Split(string x, int axis, params ReadOnlySpan<string> names) => Op("Split", [x], names, ("axis", axis));

    public string Add(string a, string b, string name) => Op("Add", name, [a, b]);

    public string Mul(string a, string b, string name) => Op("Mul", name, [a, b]);

    public string MatMul(string a, string b, string name) => Op("MatMul", name, [a, b]);

    /// <summary>x·W + bias for x (N, in), W (in, out), bias (out).</summary>
    public string Linear(string x, string weight, string bias, string name) => Op("Gemm", name, [x, weight, bias]);

    /// <summary>x·σ(x).</summary>
    public string Silu(string x, string name) => Op("QuickGelu", name, [x], ("alpha", 1f));

    /// <summary>GELU of x + bias in its tanh form: 0.5·y·(1 + tanh(√(2/π)·(y + 0.044715·y³))).</summary>
    public string GeluTanh(string x, string bias, string name) => Op("FastGelu", name, [x, bias]);

    /// <summary>(x − mean)/√(variance + eps) over the last axis of x (N, rows, width), without affine parameters.</summary>
    /// <remarks>
    /// ONNX's InstanceNormalization with the rows as channels: the runtime's kernel for it is vectorised, that of LayerNormalization is
    /// not.
    /// </remarks>
    public string Normalize(string x, int rows, float epsilon, string name) =>
        Op("InstanceNormalization", name, [x, Ones(rows), Zeros(rows)], ("epsilon", epsilon));

    /// <summary>The same where the number of rows is known only at run time.</summary>
    public string NormalizeRows(string x, int width, float epsilon, string name) =>
        Op("LayerNormalization", name, [x, Ones(width)], ("axis", -1), ("epsilon", epsilon));

    /// <summary>scale·x / max(‖x‖₂, 1e-12) over the last axis; scale broadcasts.</summary>
    public string L2Normalize(string x, string scale, string name)
    {
        var norm = Op("ReduceL2", $"{name}.norm", [x], ("axes", new long[] { -1 }), ("keepdims", 1));
        var bounded = Op("Clip", $"{name}.bounded", [norm, Shared("smallest_norm", [1e-12f])]);
        return Mul(x, Op("Div", $"{name}.factor", [scale, bounded]), name);
    }

    /// <summary>Convolution of x (b, in, h, w) with W (out, in, kh, kw); pads are top, left, bottom, right.</summary>
    public string Conv(string x, string weight, string bias, string name, int kernel, long[] pads, int stride = 1) =>
        Op("Conv", name, [x, weight, bias],
            ("kernel_shape", new long[] { kernel, kernel }), ("pads", pads), ("strides", new long[] { stride, stride }));

    /// <summary>Every pixel of x (b, c, h, w) four times, (b, c, 2h, 2w).</summary>
    public string Twice(string x, string name) =>
        Op("Resize", name, [x, "", Shared("twice", [1f, 1f, 2f, 2f], 4)],
            ("mode", "nearest"), ("coordinate_transformation_mode", "asymmetric"), ("nearest_mode", "floor"));

    /// <summary>softmax(scale·q·kᵀ)·v per head; q (b, Lq, C), k and v (b, Lk, C), heads side by side in C.</summary>
    public string Attention(string q, string k, string v, int heads, float scale, string name) =>
        Op("MultiHeadAttention", name, [q, k, v], ("num_heads", heads), ("scale", scale));

    /// <summary>Constants that many nodes use, made once.</summary>
    readonly Dictionary<string, string> _shared = [];

    string Ones(int width) => Filled($"ones_{width}", width, 1f);

    string Zeros(int width) => Filled($"zeros_{width}", width, 0f);

    string Filled(string name, int count, float value)
    {
        var values = new float[count];
        values.AsSpan().Fill(value);
        return Shared(name, values, count);
    }

    string Shared(string name, ReadOnlySpan<float> values, params ReadOnlySpan<long> shape) =>
        _shared.TryGetValue(name, out var known) ? known : _shared[name] = Constant(name, values, shape);
}
