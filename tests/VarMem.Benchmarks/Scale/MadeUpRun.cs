using System.Diagnostics;
using VarMem.Pipeline;
using VarMem.Store;

namespace VarMem.Benchmarks.Scale;

/// <summary>A database of the report's shape with made-up means: VAR-d16's 98,304 units over images of 1,000 classes, half of them training.</summary>
static class MadeUpRun
{
    const int Blocks = 16, Classes = 1000;

    static readonly (string Kind, int Units)[] Kinds = [("attn.proj", 1024), ("ffn.fc1", 4096), ("ffn.fc2", 1024)];

    public const int Units = Blocks * (1024 + 4096 + 1024);

    public static RunDescription Description { get; } = new()
    {
        Settings = [new("made_up", "true")],
        Models = [new("transformer", new string('0', 64), null, null)],
        Layers = [.. Layers()],
    };

    public static ImageRow Image(int id) =>
        new(id, $"{id}.png", id / 2 % Classes, $"{id / 2 % Classes}", id % 2 == 0 ? "train" : "val");

    /// <summary>
    /// Means of images (images, units): every unit has its own scale, log-normal over two orders of magnitude, and each image varies around
    /// it by a third, as those of trained networks do.
    /// </summary>
    public static void Fill(int firstImage, Span<float> mu)
    {
        var scales = Scales.Value;
        for (var image = 0; image < mu.Length / Units; image++)
        {
            var random = new Xoshiro256((ulong)(firstImage + image), 1, 2, 3);
            var row = mu.Slice(image * Units, Units);
            for (var u = 0; u < row.Length; u += 2)
            {
                // The mean of 4 uniform numbers of 16 bits from each draw, near enough to a bell.
                var (a, b) = (random.Next(), random.Next());
                row[u] = scales[u] * Bell(a);
                row[u + 1] = scales[u + 1] * Bell(b);
            }
        }
    }

    /// <summary>Stores images with made-up means.</summary>
    /// <returns>The time of appending and of the checkpoint, without that of making means up.</returns>
    public static TimeSpan Append(string file, RunDescription run, int firstImage, int images)
    {
        using var store = ActivationStore.Open(file, run);
        var group = ActivationStore.ValuesPerAppend / Units;
        var mu = new float[group * Units]; // (images, units)
        var clock = new Stopwatch();
        for (var done = 0; done < images; done += group)
        {
            var count = Math.Min(group, images - done);
            var values = mu.AsSpan(0, count * Units);
            Fill(firstImage + done, values);
            clock.Start();
            store.Append([.. Enumerable.Range(firstImage + done, count).Select(Image)], values);
            clock.Stop();
        }
        clock.Start();
        store.Checkpoint();
        return clock.Elapsed;
    }

    static readonly Lazy<float[]> Scales = new(() =>
    {
        var random = new Random(1);
        return [.. Enumerable.Range(0, Units).Select(_ => (float)Math.Exp(4 * random.NextDouble() - 4))];
    });

    static float Bell(ulong bits) => 0.2f + ((bits & 0xffff) + (bits >> 16 & 0xffff) + (bits >> 32 & 0xffff) + (bits >> 48)) / 163840f;

    static IEnumerable<LayerRow> Layers()
    {
        var (number, first) = (0, 0);
        for (var block = 0; block < Blocks; block++)
            foreach (var (kind, units) in Kinds)
            {
                yield return new LayerRow(number++, $"blocks.{block}.{kind}", "transformer", block, kind, units, first);
                first += units;
            }
    }
}
