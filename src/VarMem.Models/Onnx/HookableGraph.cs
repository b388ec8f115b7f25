using VarMem.Models.Onnx.Proto;

namespace VarMem.Models.Onnx;

/// <summary>A network that images can be run through with its layers hooked.</summary>
public sealed record HookableGraph
{
    /// <param name="file">The ONNX file, for messages; weights outside of it lie in its folder.</param>
    /// <param name="model">The graph; nodes stand in the order of their use.</param>
    /// <param name="pixels">Its input (b, 3, side, side).</param>
    internal HookableGraph(string file, ModelProto model, string pixels) => (File, Model, Pixels) = (file, model, pixels);

    public string File { get; }

    internal ModelProto Model { get; init; }

    /// <summary>Every layer that can be hooked, in model order.</summary>
    public required IReadOnlyList<Hook> Hooks { get; init; }

    /// <summary>Side of the square pictures that go in.</summary>
    public required int Side { get; init; }

    internal string Pixels { get; }

    /// <summary>The input (b) of the classes; null for a network without.</summary>
    internal string? Label { get; init; }

    /// <summary>The prediction of an image's own tokens; null for a network that makes none.</summary>
    internal TokenPrediction? Prediction { get; init; }

    /// <summary>Whether the network says how likely it holds an image's tokens; not where its transformer is left out.</summary>
    public bool PredictsTokens => Prediction is not null && PatchNums.Count > 0;

    /// <summary>Sides p_s of the scales whose tokens are the positions of the transformer's layers; empty for a network without.</summary>
    public IReadOnlyList<int> PatchNums { get; init; } = [];

    /// <summary>The batch that the file was exported with; null where any will do.</summary>
    public int? FixedBatch { get; init; }

    /// <summary>Tensors that cannot be hooked, for messages.</summary>
    public IReadOnlyList<UnhookableTensor> LeftOut { get; init; } = [];

    /// <summary>What identifies an ONNX file that somebody else exported; null for a built model, whose folder tells it.</summary>
    public OnnxFileDescription? Description { get; init; }

    /// <summary>
    /// The scale of a hook's first position: 0, or 1 for word_embed, which sees no start token; null where positions are no tokens.
    /// </summary>
    public int? FirstScale(Hook hook)
    {
        if (hook.Part != Hook.Transformer || PatchNums.Count == 0) return null;
        var tokens = PatchNums.Sum(p => p * p);
        return hook.Positions == tokens ? 0 : hook.Positions == tokens - PatchNums[0] * PatchNums[0] ? 1 : null;
    }
}
