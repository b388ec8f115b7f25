namespace VarMem.Models.Checkpoints;

/// <summary>The type of a stored tensor's elements, all little-endian.</summary>
public enum ElementType
{
    Float16,
    BFloat16,
    Float32,
    Float64,
    Bool,
    UInt8,
    Int8,
    Int16,
    Int32,
    Int64,
}

static class ElementTypes
{
    /// <summary>Bytes an element.</summary>
    internal static int Size(this ElementType type) => type switch
    {
        ElementType.Bool or ElementType.UInt8 or ElementType.Int8 => 1,
        ElementType.Float16 or ElementType.BFloat16 or ElementType.Int16 => 2,
        ElementType.Float32 or ElementType.Int32 => 4,
        _ => 8,
    };

    internal static bool IsFloat(this ElementType type) => type <= ElementType.Float64;

    internal static bool IsInteger(this ElementType type) => type >= ElementType.UInt8;

    /// <summary>PyTorch's name, such as float32.</summary>
    internal static string Name(this ElementType type) => type.ToString().ToLowerInvariant();
}
