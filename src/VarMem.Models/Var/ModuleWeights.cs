using VarMem.Models.Checkpoints;
using VarMem.Models.Onnx;

namespace VarMem.Models.Var;

/// <summary>Takes a checkpoint's tensors into the graph, one at a time, in the layout that the runtime's operations want.</summary>
sealed class ModuleWeights(Checkpoint checkpoint, GraphBuilder graph, NonFiniteWeights nonFinite, CancellationToken cancellation)
{
    public Checkpoint Checkpoint => checkpoint;

    /// <summary>A tensor whose shape is checked before it is read.</summary>
    public float[] Read(string name, params ReadOnlySpan<int> shape)
    {
        cancellation.ThrowIfCancellationRequested(); // every tensor passes here, and reading them is what takes time
        var found = new TensorShapes(checkpoint).Of(name, shape.Length);
        if (!shape.SequenceEqual(found)) throw Throw.WrongShape(checkpoint.Path, checkpoint.Tensors[name], shape);
        var values = checkpoint.ReadFloats(name);
        nonFinite.Check(checkpoint.Path, name, values);
        return values;
    }

    public string Vector(string name, int length) => graph.Constant(name, Read(name, length), length);

    /// <summary>Weight (out, in) and bias (out) of a linear layer, applied to x (N, in).</summary>
    public string Linear(string path, string x, int inputs, int outputs, string? name = null) =>
        graph.Linear(x, Transposed($"{path}.weight", outputs, inputs), Vector($"{path}.bias", outputs), name ?? path);

    /// <summary>A linear layer's weight turned round, (out, in) → (in, out).</summary>
    public string Transposed(string name, int outputs, int inputs) =>
        graph.Constant(name, Transpose(Read(name, outputs, inputs), outputs, inputs), inputs, outputs);

    /// <summary>A convolution with weight (out, in, k, k) whose output has the side of its input.</summary>
    public string Conv(string path, string x, int inputs, int outputs, int kernel, string? name = null)
    {
        var pad = kernel / 2;
        return Conv(path, x, inputs, outputs, kernel, [pad, pad, pad, pad], 1, name);
    }

    /// <summary>A convolution with pads top, left, bottom, right.</summary>
    public string Conv(string path, string x, int inputs, int outputs, int kernel, long[] pads, int stride, string? name = null)
    {
        var values = Read($"{path}.weight", outputs, inputs, kernel, kernel);
        var weight = graph.Constant($"{path}.weight", values, outputs, inputs, kernel, kernel);
        return graph.Conv(x, weight, Vector($"{path}.bias", outputs), name ?? path, kernel, pads, stride);
    }

    internal static float[] Transpose(ReadOnlySpan<float> matrix, int rows, int columns)
    {
        const int tile = 32; // so that both the rows read and the rows written stay in the cache
        var turned = new float[matrix.Length];
        for (var r0 = 0; r0 < rows; r0 += tile)
            for (var c0 = 0; c0 < columns; c0 += tile)
                for (var r = r0; r < Math.Min(r0 + tile, rows); r++)
                    for (var c = c0; c < Math.Min(c0 + tile, columns); c++)
                        turned[c * rows + r] = matrix[r * columns + c];
        return turned;
    }
}
