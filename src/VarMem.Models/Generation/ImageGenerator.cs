using VarMem.Models.Interventions;
using VarMem.Models.Onnx;
using VarMem.Models.Scoring;
using VarMem.Models.Var;

namespace VarMem.Models.Generation;

/// <summary>
/// Images from a VAR model, scale by scale (arXiv 2404.02905, section 3.2). An image's bits depend on model, seed, sampling, class, index
/// and given tokens alone: not on the images beside it, nor on the number of threads.
/// </summary>
public sealed class ImageGenerator : IDisposable
{
    /// <summary>Images a pass. Fixed, since sums of another shape may be rounded in another way; empty places are filled up.</summary>
    const int Batch = 8;

    readonly TransformerArchitecture _transformer;
    readonly Sampling _sampling;
    readonly long _seed;
    readonly int _threads;
    readonly StepSession _step;
    readonly DecoderSession _inputs, _pixels;

    /// <param name="model">With a decoder.</param>
    /// <param name="sampling">How tokens are chosen.</param>
    /// <param name="seed">Of the random numbers.</param>
    /// <param name="threads">Passes side by side; 0 takes every core that there is memory for.</param>
    /// <param name="device">What it runs on; a GPU makes one pass at a time.</param>
    /// <param name="scaled">Layers whose units interventions may scale.</param>
    /// <exception cref="ModelException">The model cannot generate, or a layer cannot be scaled.</exception>
    public ImageGenerator(ModelFolder model, Sampling sampling, long seed, int threads = 0, Device device = Device.Cpu, params IReadOnlyList<Hook> scaled)
    {
        (_inputs, _pixels) = (new(model, ModelBuilder.TransformerInput, Batch, device), new(model, DecoderGraph.Reconstruction, Batch, device));
        _step = new(model, Guided(sampling) ? 2 * Batch : Batch, device, scaled); // without the class in the second half
        (_transformer, _sampling, _seed) = (_step.Architecture, sampling, seed);
        _threads = device == Device.Cuda ? 1 : threads > 0 ? threads : PassesInMemory();
    }

    /// <summary>The images, in the order asked for.</summary>
    /// <param name="wanted">Any number.</param>
    /// <param name="done">Takes how many more there are, on any thread.</param>
    /// <param name="cancellation">Stops between two passes.</param>
    public IReadOnlyList<GeneratedImage> Generate(
        IReadOnlyList<ImageToGenerate> wanted, Action<int>? done = null, CancellationToken cancellation = default) =>
        Generate(wanted, null, done, cancellation);

    /// <param name="intervention">What is done to the units of the scaled layers, while scales are given too; null leaves them.</param>
    /// <inheritdoc cref="Generate(IReadOnlyList{ImageToGenerate}, Action{int}, CancellationToken)"/>
    public IReadOnlyList<GeneratedImage> Generate(
        IReadOnlyList<ImageToGenerate> wanted, Intervention? intervention, Action<int>? done = null, CancellationToken cancellation = default)
    {
        foreach (var image in wanted) Check(image);
        var generated = new GeneratedImage[wanted.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = _threads, CancellationToken = cancellation };
        Parallel.For(0, (wanted.Count + Batch - 1) / Batch, options, pass =>
        {
            var batch = wanted.Skip(pass * Batch).Take(Batch).ToArray();
            Run(batch, intervention).CopyTo(generated.AsSpan(pass * Batch));
            done?.Invoke(batch.Length);
        });
        return generated;
    }

    /// <summary>What the decoder makes of tokens (L): pixels (3, side, side) in [−1, 1].</summary>
    public IReadOnlyList<float[]> Decode(IReadOnlyList<long[]> tokens, CancellationToken cancellation = default)
    {
        var pixels = new float[tokens.Count][];
        var options = new ParallelOptions { MaxDegreeOfParallelism = _threads, CancellationToken = cancellation };
        Parallel.For(0, (tokens.Count + Batch - 1) / Batch, options, pass =>
        {
            var batch = new long[Batch * _transformer.TokenCount];
            var own = tokens.Skip(pass * Batch).Take(Batch).ToArray();
            for (var i = 0; i < own.Length; i++) own[i].CopyTo(batch, i * _transformer.TokenCount);
            var all = _pixels.Run(batch);
            for (var i = 0; i < own.Length; i++) pixels[pass * Batch + i] = all[(i * all.Length / Batch)..((i + 1) * all.Length / Batch)];
        });
        return pixels;
    }

    GeneratedImage[] Run(ImageToGenerate[] batch, Intervention? intervention)
    {
        var (sides, length) = (_transformer.PatchNums, _transformer.TokenCount);
        var tokens = new long[Batch * length];
        var draws = batch.Select(image => new TokenDraws(_seed, image.Label, image.Index)).ToArray();
        var labels = new long[_step.Rows];
        labels.AsSpan().Fill(_transformer.ClassCount);
        for (var i = 0; i < batch.Length; i++) labels[i] = batch[i].Label;

        using var pass = _step.NewPass(intervention);
        for (int s = 0, from = 0; s < sides.Length; from += sides[s] * sides[s], s++)
        {
            var logits = pass.Next(labels, Seen(tokens)); // (rows, p², V)
            for (var i = 0; i < batch.Length; i++)
                ChooseScale(s, from, batch[i].Given, logits, i, tokens.AsSpan(i * length, length), ref draws[i]);
        }
        var pixels = _pixels.Run(tokens);
        var size = pixels.Length / Batch;
        return [.. batch.Select((_, i) => new GeneratedImage(tokens[(i * length)..((i + 1) * length)], pixels[(i * size)..((i + 1) * size)]))];
    }

    /// <summary>What the transformer sees (rows, L − p_0², z), the same with and without the class.</summary>
    float[] Seen(long[] tokens)
    {
        var inputs = _inputs.Run(tokens);
        return _step.Rows == Batch ? inputs : [.. inputs, .. inputs];
    }

    void ChooseScale(int s, int from, long[] given, float[] logits, int image, Span<long> tokens, ref TokenDraws draws)
    {
        var (count, codes) = (_transformer.PatchNums[s] * _transformer.PatchNums[s], _transformer.Vocabulary);
        for (var t = 0; t < count; t++)
        {
            var u = draws.Next();
            if (from + t < given.Length)
            {
                tokens[from + t] = given[from + t];
                continue;
            }
            var own = logits.AsSpan((image * count + t) * codes, codes);
            if (_step.Rows > Batch)
                Sampling.Guide(own, logits.AsSpan(((Batch + image) * count + t) * codes, codes), _sampling.Guidance(s, _transformer.PatchNums.Length));
            tokens[from + t] = _sampling.Choose(own, u);
        }
    }

    void Check(ImageToGenerate image)
    {
        if (image.Label < 0 || image.Label > _transformer.ClassCount) throw Throw.NoSuchClass(image.Label, _transformer.ClassCount);
        if (!Enumerable.Range(0, _transformer.PatchNums.Length + 1).Any(s => _transformer.TokensBefore(s) == image.Given.Length))
            throw Throw.NoWholeScales(image.Given.Length, _transformer.PatchNums);
        foreach (var token in image.Given)
            if (token < 0 || token >= _transformer.Vocabulary) throw Throw.NoSuchToken(token, _transformer.Vocabulary);
    }

    /// <summary>One a core, as far as their keys and values, old and new at a time, fit into half of the memory.</summary>
    int PassesInMemory()
    {
        var cache = 2L * sizeof(float) * _step.Rows * _transformer.TokenCount * _transformer.Width * _transformer.Depth;
        return (int)Math.Clamp(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 2 / (2 * cache), 1, Environment.ProcessorCount);
    }

    static bool Guided(Sampling sampling) => sampling.Cfg != 0;

    public void Dispose()
    {
        _step.Dispose();
        _inputs.Dispose();
        _pixels.Dispose();
    }
}
