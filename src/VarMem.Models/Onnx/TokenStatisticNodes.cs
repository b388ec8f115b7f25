using System.Runtime.InteropServices;
using VarMem.Models.Membership;
using static VarMem.Models.Onnx.Proto.TensorProto.Types;

namespace VarMem.Models.Onnx;

/// <summary>
/// The nodes behind the logits z (b, L, V): of each token y five numbers or, with the pass of the null class, eleven, from which every
/// membership score follows (Kowalczuk et al. 2025, arXiv 2502.02514). So no logits leave the session.
/// </summary>
sealed class TokenStatisticNodes(AddedNodes added, TokenPrediction prediction)
{
    readonly string _index = added.Add("Unsqueeze", $"{prediction.Tokens}/index", [prediction.Tokens, added.Int64s("last_axis", -1)]); // (b, L, 1)

    /// <summary>
    /// (b, L, K): the five of the logits; with the null class then its log p(y), and the five of the logits less those of the null class.
    /// </summary>
    public string Build(Likelihood likelihood, string label)
    {
        var logits = prediction.Logits;
        if (likelihood == Likelihood.Conditional) return Stacked(Five(logits));
        var unconditional = NullClassPass.Copy(added, label, prediction);
        var guided = added.Add("Sub", $"{logits}/guided", [logits, unconditional]);
        return Stacked([.. Five(logits), OfToken(LogSoftmax(unconditional)), .. Five(guided)]);
    }

    /// <summary>log p(y), Σ p log p, the variance Σ p (log p − Σ p log p)², the margin z(y) − max_{v≠y} z(v), and y's rank.</summary>
    string[] Five(string logits)
    {
        var logP = LogSoftmax(logits);
        var p = added.Add("Exp", $"{logits}/p", [logP]);
        var mean = Sum(added.Add("Mul", $"{logits}/p_log_p", [p, logP]), $"{logits}/mean");
        var deviation = added.Add("Sub", $"{logits}/deviation", [logP, mean]);
        var square = added.Add("Mul", $"{logits}/square", [deviation, deviation]);
        var variance = Sum(added.Add("Mul", $"{logits}/p_square", [p, square]), $"{logits}/variance");
        var own = OfToken(logits);
        return [OfToken(logP), mean, variance, Margin(logits, own), Rank(logits, own)];
    }

    string Margin(string logits, string own)
    {
        var lowest = added.Add(
            "ConstantOfShape", $"{logits}/lowest", [added.Add("Shape", $"{logits}/index_shape", [_index])],
            ("value", GraphBuilder.Inline("", DataType.Float, MemoryMarshal.AsBytes<float>([float.NegativeInfinity]), [1])));
        var others = added.Add("ScatterElements", $"{logits}/others", [logits, _index, lowest], ("axis", 2));
        var best = added.Add("ReduceMax", $"{logits}/best", [others], ("axes", (long[])[-1]), ("keepdims", 1)); // as up to opset 17
        return added.Add("Sub", $"{logits}/margin", [own, best]);
    }

    /// <summary>1 + the codes with a larger logit: 1 for every code that shares the largest.</summary>
    string Rank(string logits, string own)
    {
        var larger = added.Add("Cast", $"{logits}/larger", [added.Add("Greater", $"{logits}/is_larger", [logits, own])], ("to", (int)DataType.Float));
        var one = added.Constant("one", DataType.Float, () => MemoryMarshal.AsBytes<float>([1f]).ToArray(), 1);
        return added.Add("Add", $"{logits}/rank", [Sum(larger, $"{logits}/count"), one]);
    }

    string LogSoftmax(string logits) => added.Add("LogSoftmax", $"{logits}/log_p", [logits], ("axis", -1));

    string OfToken(string values) => added.Add("GatherElements", $"{values}/of_token", [values, _index], ("axis", 2)); // (b, L, 1)

    string Sum(string values, string name) => added.Add("ReduceSum", name, [values, added.Int64s("last_axis", -1)], ("keepdims", 1)); // (b, L, 1)

    string Stacked(string[] columns) => added.Add("Concat", "token_statistics", columns, ("axis", 2));
}
