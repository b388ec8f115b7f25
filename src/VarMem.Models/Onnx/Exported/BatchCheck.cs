using VarMem.Models.Scoring;

namespace VarMem.Models.Onnx.Exported;

/// <summary>
/// Holds against the runtime what the sides of a tensor cannot tell: that a picture's share of it is its own. Means of all pictures but one
/// must stay as they are when that one changes, be it the last or the first.
/// </summary>
static class BatchCheck
{
    const int FreeBatch = 2;

    /// <summary>Kernels may round a picture's values in another way beside another one.</summary>
    const float Tolerance = 1e-4f;

    /// <summary>The hooks whose means mix pictures.</summary>
    public static HashSet<string> Mixed(HookableGraph graph, IEnumerable<Hook> hooks)
    {
        var batch = graph.FixedBatch ?? FreeBatch;
        Hook[] doubtful = [.. hooks];
        if (doubtful.Length == 0 || batch == 1) return [];

        using var session = new ScoringSession(graph, doubtful, new ScoringOptions { Batch = batch, Threads = 1, Optimize = false });
        using var pass = session.NewPass();
        var random = new Random(0);
        Noise(pass.Pixels);
        var mixed = new HashSet<string>();
        var before = Run();
        foreach (var changed in (ReadOnlySpan<int>)[batch - 1, 0])
        {
            Noise(pass.Pixels.Slice(changed * session.CropLength, session.CropLength));
            var after = Run();
            for (int h = 0, first = 0; h < doubtful.Length; first += doubtful[h++].Units)
                for (var picture = 0; picture < batch; picture++)
                {
                    var (from, units) = (picture * session.Units + first, doubtful[h].Units);
                    if (picture != changed && !AreSame(before.AsSpan(from, units), after.AsSpan(from, units))) mixed.Add(doubtful[h].Name);
                }
            before = after;
        }
        return mixed;

        float[] Run()
        {
            pass.Run();
            return pass.Means.ToArray();
        }

        void Noise(Span<float> pixels)
        {
            foreach (ref var pixel in pixels) pixel = random.NextSingle() * 2 - 1;
        }
    }

    static bool AreSame(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        for (var i = 0; i < a.Length; i++)
            if (!a[i].Equals(b[i]) && !(MathF.Abs(a[i] - b[i]) <= Tolerance * MathF.Max(a[i], b[i]))) return false;
        return true;
    }
}
