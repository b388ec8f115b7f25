namespace VarMem.Benchmarks;

/// <summary>Everything on checkpoints of a published model's shapes: from the two files to means.</summary>
static class PublishedBenchmark
{
    public static int Run(string[] args)
    {
        if (args is ["checkpoints", var depthOf, var target])
        {
            PublishedModel.WriteCheckpoints(int.Parse(depthOf), target);
            return 0;
        }
        var depth = args is [var given, ..] ? int.Parse(given) : 16;
        var model = args is [_, var folder, ..] ? new PublishedModel(depth, folder) : new PublishedModel(depth);
        model.RequireCheckpoints();
        var (time, peak) = model.Build();
        Console.WriteLine(
            $"model build of {new FileInfo(model.Var).Length / 1e9:0.00} + {new FileInfo(model.Vqvae).Length / 1e9:0.00} GB: "
            + $"{time.TotalSeconds:0.0} s, peak memory {peak / 1e9:0.00} GB");
        ScoringBenchmark.Run([model.Model]);
        return ProfileBenchmark.Run([model.Model]);
    }
}
