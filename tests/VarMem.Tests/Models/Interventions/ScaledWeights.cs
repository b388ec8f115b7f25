using VarMem.Models.Checkpoints;
using VarMem.Models.Interventions;

namespace VarMem.Tests.Models.Interventions;

/// <summary>An intervention by hand: a transformer's checkpoint with the weights that a unit's value is made of, or that it goes into, times a factor.</summary>
static class ScaledWeights
{
    public static string Write(string file, string var, LayerUnit[] units, float factor)
    {
        using var checkpoint = Checkpoint.Open(var);
        var tensors = checkpoint.Tensors.Values.Select(tensor => (
            tensor.Name, tensor.ElementType.IsInteger() ? ElementType.Int64 : ElementType.Float32, tensor.Shape.ToArray()));
        using var writer = new SafetensorsWriter(file, tensors, new Dictionary<string, string>());
        foreach (var (name, tensor) in checkpoint.Tensors)
        {
            if (tensor.ElementType.IsInteger())
            {
                writer.Write<long>(name, checkpoint.ReadInt64(name));
                continue;
            }
            var values = checkpoint.ReadFloats(name);
            foreach (var unit in units) Scale(name, values, unit, factor, tensor);
            writer.Write<float>(name, values);
        }
        return file;
    }

    static void Scale(string name, float[] values, LayerUnit unit, float factor, TensorInfo tensor)
    {
        const string Hidden = ".ffn.fc1";
        var columns = (int)tensor.Shape[^1];
        if (unit.Layer.EndsWith(Hidden, StringComparison.Ordinal))
        {
            if (name != $"{unit.Layer[..^Hidden.Length]}.ffn.fc2.weight") return;
            for (var row = 0; row < values.Length / columns; row++) values[row * columns + unit.Unit] *= factor;
        }
        else if (name == $"{unit.Layer}.bias") values[unit.Unit] *= factor;
        else if (name == $"{unit.Layer}.weight")
            foreach (ref var value in values.AsSpan(unit.Unit * columns, columns)) value *= factor;
    }
}
