using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using VarMem.Models.Onnx;
using VarMem.Models.Var;
using static VarMem.Models.Onnx.Proto.TensorProto.Types;

namespace VarMem.Benchmarks;

/// <summary>
/// The matrix products of one transformer block and nothing else, through the same runtime on one thread: what the machine gives for these
/// shapes. As many side by side as passes give more than one on all threads.
/// </summary>
sealed class MatMulSession : IDisposable
{
    readonly InferenceSession _session;
    readonly RunOptions _run = new();
    readonly OrtValue[] _inputs;
    readonly OrtValue[] _outputs;
    readonly string[] _inputNames = ["x", "h"];
    readonly string[] _outputNames = ["square", "up", "down"];

    public MatMulSession(TransformerArchitecture architecture, int batch)
    {
        var (rows, c, f) = ((long)batch * architecture.TokenCount, architecture.Width, architecture.Hidden);
        Flop = 2.0 * rows * (c * c + 2.0 * c * f);
        var folder = Directory.CreateTempSubdirectory("varmem-gemm");
        var random = new Random(1);
        using (var weights = new WeightFile(Path.Combine(folder.FullName, "weights.bin")))
        {
            var graph = new GraphBuilder(weights);
            var x = graph.Input("x", DataType.Float, c);
            var h = graph.Input("h", DataType.Float, f);
            graph.MatMul(x, graph.Constant("w_square", Values(c * c), c, c), "square");
            graph.MatMul(x, graph.Constant("w_up", Values(c * f), c, f), "up");
            graph.MatMul(h, graph.Constant("w_down", Values(f * c), f, c), "down");
            graph.Output("square", DataType.Float, c);
            graph.Output("up", DataType.Float, f);
            graph.Output("down", DataType.Float, c);
            File.WriteAllBytes(Path.Combine(folder.FullName, "model.onnx"), graph.Build().ToByteArray());
        }
        using var options = new SessionOptions { IntraOpNumThreads = 1 };
        options.AddFreeDimensionOverrideByName(GraphBuilder.Batch, rows);
        _session = new InferenceSession(Path.Combine(folder.FullName, "model.onnx"), options);
        _inputs = [Tensor(c), Tensor(f)];
        _outputs = [Tensor(c), Tensor(f), Tensor(c)];
        folder.Delete(recursive: true);

        OrtValue Tensor(long width) => OrtValue.CreateTensorValueFromMemory(Values(rows * width), [rows, width]);
        float[] Values(long count) => [.. Enumerable.Range(0, (int)count).Select(_ => random.NextSingle() - 0.5f)];
    }

    /// <summary>Floating-point operations of a run.</summary>
    public double Flop { get; }

    public void Run() => _session.Run(_run, _inputNames, _inputs, _outputNames, _outputs);

    public void Dispose()
    {
        foreach (var value in (OrtValue[])[.. _inputs, .. _outputs]) value.Dispose();
        _run.Dispose();
        _session.Dispose();
    }
}
