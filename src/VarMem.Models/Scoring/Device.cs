namespace VarMem.Models.Scoring;

/// <summary>What a session runs on.</summary>
public enum Device
{
    Cpu,

    /// <summary>An NVIDIA GPU, through ONNX Runtime's CUDA provider.</summary>
    Cuda,
}

/// <summary>What the transformer's matrix products are computed in; all else is float32.</summary>
public enum Precision
{
    Fp32,
    Fp16,
    Bf16,
}
