using System.Diagnostics;
using System.Runtime.Intrinsics;
using VarMem.Analysis.Similarity;
using VarMem.Pipeline;
using VarMem.Pipeline.Images;
using VarMem.Pipeline.Sources;
using VarMem.Pipeline.Views;

namespace VarMem.Benchmarks;

/// <summary>
/// Tiled l2 of 10,000 made-up generations with 10,000 images of 32 × 32: the emoji pictures, shifted in brightness and with noise. All
/// pairs in full, and the nearest alone, against what this machine's cores do in registers.
/// </summary>
static class SimilarBenchmark
{
    const int Side = 32;

    public static int Run(string[] args)
    {
        var count = args is [var text, ..] ? int.Parse(text) : 10_000;
        var pictures = Read();
        using var queries = MakeUp(pictures, seed: 1, count);
        using var gallery = MakeUp(pictures, seed: 2, count);
        var operations = (double)count * count * queries.Grid.Values;
        var all = new AllPairs(count);
        foreach (var _ in Enumerable.Range(0, 3)) // in turns, for the machine's moods
        {
            var peak = PeakRate();
            var full = Time(() => PairScan.Run<TiledL2>(queries, gallery, all));
            Console.WriteLine($"all pairs: {full:0.00} s, {operations / full / 1e9:0.0} G differences squared and added a second; fused multiply-adds alone, in registers, {peak / 1e9:0.0} G: {operations / full / peak:P0}");
            foreach (var kind in Enum.GetValues<DistanceKind>())
                foreach (var k in (int[])[1, RelativeDistance.Neighbours])
                    Console.WriteLine($"the {k} nearest by {kind}: {Time(() => NearestImages.Of(queries, gallery, kind, k)):0.00} s");
        }
        return 0;
    }

    static double Time(Action action)
    {
        var clock = Stopwatch.StartNew();
        action();
        return clock.Elapsed.TotalSeconds;
    }

    static List<float[]> Read()
    {
        var source = ImageManifest.Open(Path.Combine(Emoji.Folder, "manifest.csv"));
        var view = new LoadImages().Append(new ResizeImages(Side)).Append(new CropImages(new() { Side = Side, Augmentations = 1, Mode = CropMode.Center }))
            .Fit(source).Transform(source);
        using var cursor = view.GetRowCursor(Columns.Crops);
        var crops = cursor.GetGetter<VBuffer<float>>(Columns.Crops);
        var pictures = new List<float[]>();
        for (VBuffer<float>? crop = null; cursor.MoveNext(); pictures.Add([.. crop.GetValues()]))
            crops(ref crop);
        return pictures;
    }

    static TiledImages MakeUp(List<float[]> pictures, int seed, int count)
    {
        var random = new Random(seed);
        var images = new TiledImages(count, new(3, Side, Side));
        for (var i = 0; i < count; i++)
        {
            var (picture, shift) = (pictures[random.Next(pictures.Count)], 0.2f * random.NextSingle());
            images.Set(i, [.. picture.Select(value => Math.Clamp((value + 1) / 2 - shift + 0.1f * random.NextSingle(), 0, 1))]);
        }
        return images;
    }

    /// <summary>Fused multiply-adds a second on all cores, of values that are in registers already, without differences.</summary>
    static double PeakRate()
    {
        const int Calls = 1 << 20;
        return 16 * Vector256<float>.Count * Calls * Turns.Rate([.. Enumerable.Repeat(Registers, Environment.ProcessorCount)]);

        static void Registers()
        {
            Vector256<float> a = default, b = default, c = default, d = default, e = default, f = default, g = default, h = default;
            Vector256<float> i = default, j = default, k = default, l = default, m = default, n = default, o = default, p = default;
            var (x, y) = (Vector256.Create(0.25f), Vector256.Create(0.5f));
            for (var call = 0; call < Calls; call++)
            {
                a = Vector256.FusedMultiplyAdd(x, y, a);
                b = Vector256.FusedMultiplyAdd(x, y, b);
                c = Vector256.FusedMultiplyAdd(x, y, c);
                d = Vector256.FusedMultiplyAdd(x, y, d);
                e = Vector256.FusedMultiplyAdd(x, y, e);
                f = Vector256.FusedMultiplyAdd(x, y, f);
                g = Vector256.FusedMultiplyAdd(x, y, g);
                h = Vector256.FusedMultiplyAdd(x, y, h);
                i = Vector256.FusedMultiplyAdd(x, y, i);
                j = Vector256.FusedMultiplyAdd(x, y, j);
                k = Vector256.FusedMultiplyAdd(x, y, k);
                l = Vector256.FusedMultiplyAdd(x, y, l);
                m = Vector256.FusedMultiplyAdd(x, y, m);
                n = Vector256.FusedMultiplyAdd(x, y, n);
                o = Vector256.FusedMultiplyAdd(x, y, o);
                p = Vector256.FusedMultiplyAdd(x, y, p);
            }
            GC.KeepAlive((a + b + c + d + e + f + g + h + i + j + k + l + m + n + o + p).ToString());
        }
    }

    /// <summary>Wants every pair, and keeps none.</summary>
    sealed class AllPairs(int queries) : IPairVisitor
    {
        readonly float[] _sums = new float[queries];

        public float Bound(int query) => float.PositiveInfinity;

        public void Offer(int query, int image, float squaredDistance) => _sums[query] += squaredDistance;
    }
}
