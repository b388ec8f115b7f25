using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using VarMem.Models.Membership;
using VarMem.Models.Onnx;
using VarMem.Models.Scoring;

namespace VarMem.Models.Interventions;

/// <summary>What is predicted: an image's tokens, given its class.</summary>
/// <param name="Tokens">(L)</param>
/// <param name="Label">The class; the number of classes stands for none.</param>
public sealed record PredictedImage(long[] Tokens, int Label);

/// <summary>
/// The likelihood of given tokens, all scales in one pass, with units of the network scaled. The tokens of an image are made once, and
/// no encoder runs. An image's numbers do not depend on the images beside it, nor on the number of threads.
/// </summary>
public sealed class TeacherForcedSession : IDisposable
{
    readonly HookableGraph _graph;
    readonly ScoringOptions _options;
    readonly ScaledLayers _scaled;
    readonly InferenceSession _session;
    readonly int _threads;

    /// <param name="graph">A VAR model.</param>
    /// <param name="layers">Those whose units interventions may scale.</param>
    /// <param name="options">Batch, threads and device.</param>
    /// <exception cref="ModelException">The model predicts no tokens, or a layer cannot be scaled.</exception>
    public TeacherForcedSession(HookableGraph graph, IReadOnlyList<Hook> layers, ScoringOptions options)
    {
        if (!graph.PredictsTokens) throw Throw.NoLikelihood(graph.File);
        (_graph, _options) = (graph with { Model = GivenTokens.Cut(graph) }, options);
        _scaled = new ScaledLayers(_graph, _graph.Model.Graph, layers);
        _threads = options.Device == Device.Cuda ? 1 : options.Threads > 0 ? options.Threads : ScoringSession.PassesInMemory(graph, options.Batch);
        var model = HookedGraph.Build(_graph, [], [], likelihood: Likelihood.Conditional);
        HookedGraph.Keep(model.Graph.Output, output => output.Name == HookedGraph.TokenStatistics);
        try
        {
            using var settings = ScoringSession.Settings(graph, options);
            _session = new InferenceSession(model.ToByteArray(), settings);
        }
        catch (OnnxRuntimeException e)
        {
            throw Throw.NoSession(graph.File, options.Batch, e);
        }
    }

    /// <summary>Whether interventions may scale a layer's units: they are the transformer's, each token has them, and the network goes on with them.</summary>
    public static bool CanScale(HookableGraph graph, Hook layer) => ScaledLayers.CanScale(graph, layer);

    /// <exception cref="ModelException">They may not; the message says why.</exception>
    public static void RequireScalable(HookableGraph graph, Hook layer) => ScaledLayers.Require(graph, layer);

    /// <summary>L.</summary>
    int Tokens => _graph.PatchNums.Sum(p => p * p);

    /// <summary>−log p of each image's tokens, summed over them all, in nats.</summary>
    /// <param name="images">Any number.</param>
    /// <param name="intervention">Null leaves the model as it is.</param>
    /// <param name="cancellation">Stops between two passes.</param>
    /// <exception cref="ModelException">A likelihood is no number, or the runtime failed.</exception>
    public double[] NegativeLogLikelihood(
        IReadOnlyList<PredictedImage> images, Intervention? intervention = null, CancellationToken cancellation = default)
    {
        var sums = new double[images.Count];
        var statistics = Statistics(images, intervention, cancellation);
        for (var i = 0; i < sums.Length; i++)
        {
            foreach (var logP in new TokenStatistics(statistics[i], Tokens).LogP) sums[i] -= logP;
            if (!double.IsFinite(sums[i])) throw Throw.NoNumber(i, sums[i]);
        }
        return sums;
    }

    /// <summary>Of each image (5, L), which <see cref="TokenStatistics"/> takes apart.</summary>
    /// <inheritdoc cref="NegativeLogLikelihood"/>
    public IReadOnlyList<float[]> Statistics(
        IReadOnlyList<PredictedImage> images, Intervention? intervention = null, CancellationToken cancellation = default)
    {
        var statistics = new float[images.Count][];
        var factors = _scaled.Values(intervention, 0, Tokens);
        try
        {
            var threads = new ParallelOptions { MaxDegreeOfParallelism = _threads, CancellationToken = cancellation };
            var batch = _options.Batch;
            Parallel.For(0, (images.Count + batch - 1) / batch, threads, pass => Run(
                [.. images.Skip(pass * batch).Take(batch)], factors, statistics.AsSpan(pass * batch, Math.Min(batch, images.Count - pass * batch))));
        }
        finally
        {
            foreach (var value in factors) value.Dispose();
        }
        return statistics;
    }

    /// <summary>Places of the batch that are left over hold token 0 and class 0.</summary>
    void Run(PredictedImage[] images, IReadOnlyList<OrtValue> factors, Span<float[]> statistics)
    {
        var (tokens, labels) = (new long[_options.Batch * Tokens], new long[_options.Batch]);
        foreach (var (i, image) in images.Index())
        {
            image.Tokens.CopyTo(tokens.AsSpan(i * Tokens, Tokens));
            labels[i] = image.Label;
        }
        using var given = OrtValue.CreateTensorValueFromMemory(tokens, [_options.Batch, Tokens]);
        using var classes = OrtValue.CreateTensorValueFromMemory(labels, [_options.Batch]);
        try
        {
            using var run = new RunOptions();
            using var outputs = _session.Run(
                run, [_graph.Prediction!.Tokens, _graph.Label!, .. _scaled.Inputs], [given, classes, .. factors], [HookedGraph.TokenStatistics]);
            var found = outputs[0].GetTensorDataAsSpan<float>(); // (b, 5, L)
            var size = found.Length / _options.Batch;
            for (var i = 0; i < statistics.Length; i++) statistics[i] = found.Slice(i * size, size).ToArray();
        }
        catch (OnnxRuntimeException e)
        {
            throw Throw.RunFailed(_graph.File, _options.Batch, e);
        }
    }

    public void Dispose() => _session.Dispose();
}
