using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace VarMem.Models.Onnx.Exported;

/// <summary>The sides of a tensor in one batch, and what of its first axis belongs to each picture.</summary>
/// <param name="Shape">As the graph has it, for the smallest batch; null where it is not known.</param>
/// <param name="PerPicture">1, or how many windows or tokens of a picture lie on the first axis.</param>
/// <param name="Refusal">Why its first axis is no batch, or it has no mean; null where all is well.</param>
readonly record struct BatchSides(long[]? Shape, long PerPicture, bool IsFloat32, string? Refusal)
{
    /// <summary>
    /// Batch and constants are told apart by what grows with the batch, where it is free. It is taken to be fixed where the graph runs on
    /// one picture and fails on two.
    /// </summary>
    public static (Dictionary<string, BatchSides> Sides, int? FixedBatch) Find(HookableGraph graph, string[] names)
    {
        if (names.Length == 0) return ([], graph.FixedBatch);
        var batch = graph.FixedBatch ?? 1;
        var one = Measure(graph, names, batch, _ => false);
        var two = graph.FixedBatch is null ? Double() : null;
        return (names.ToDictionary(name => name, name => Of(one.GetValueOrDefault(name), two?.GetValueOrDefault(name).Shape, batch)),
            two is null ? batch : null);

        Dictionary<string, FoundTensor>? Double()
        {
            try
            {
                return Measure(graph, names, 2, found => found.Any(tensor =>
                    tensor.Value.IsReal && (one[tensor.Key].Shape is not [1, ..] || tensor.Value.Shape is not [2, ..])));
            }
            catch (OnnxRuntimeException)
            {
                return null;
            }
        }
    }

    /// <param name="suspicious">Whether what was inferred must be tried.</param>
    static Dictionary<string, FoundTensor> Measure(
        HookableGraph graph, string[] names, int batch, Func<Dictionary<string, FoundTensor>, bool> suspicious)
    {
        var found = ShapeProbe.Infer(graph, names, batch);
        string[] real = [.. found.Where(tensor => tensor.Value.IsReal).Select(tensor => tensor.Key)];
        if (real.Any(name => found[name].Shape is null) || suspicious(found))
            foreach (var (name, shape) in ShapeProbe.Compute(graph, real, batch)) found[name] = found[name] with { Shape = shape };
        return found;
    }

    static BatchSides Of(FoundTensor one, long[]? two, int batch)
    {
        if (!one.IsReal) return new(null, 0, false, "holds no floating-point numbers");
        var shape = one.Shape!;
        var perPicture = shape.Length > 0 ? shape[0] / batch : 0;
        return new(shape, perPicture, one.Type == TensorElementType.Float, Refusal());

        string? Refusal() =>
            shape.Length < 2 ? "has no axis behind the batch"
            : shape.Aggregate(1.0, (all, side) => all * side) is <= 0 or > int.MaxValue ? $"has the shape {Text(shape)}"
            : shape[0] % batch != 0 || two is not null && !two.SequenceEqual(shape.Skip(1).Prepend(2 * shape[0]))
                ? $"has no batch on its first axis: {Text(shape)} for {Pictures(batch)}{(two is null ? "" : $", {Text(two)} for 2")}"
            : null;
    }

    static string Text(long[] shape) => $"({string.Join(", ", shape)})";

    static string Pictures(int batch) => batch == 1 ? "1 picture" : $"{batch} pictures";
}
