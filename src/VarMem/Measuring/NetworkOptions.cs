using VarMem.Models.Onnx.Exported;

namespace VarMem.Measuring;

/// <summary>Which network, and what of it is hooked.</summary>
readonly record struct NetworkOptions()
{
    /// <summary>Folder of a built model, or with <see cref="Onnx"/> an ONNX file that somebody else exported.</summary>
    public required string Path { get; init; }

    /// <summary>How to take an ONNX file; null for a built model.</summary>
    public OnnxFileOptions? Onnx { get; init; }

    /// <summary>Only the tokenizer of the model: no labels are needed.</summary>
    public bool OnlyTokenizer { get; init; }

    /// <summary>Patterns of layers; empty for those usual for the network.</summary>
    public IReadOnlyList<string> Hooks { get; init; } = [];
}
