using VarMem.Benchmarks;
using VarMem.Benchmarks.Scale;

return args switch
{
    ["scoring", .. var rest] => ScoringBenchmark.Run(rest),
    ["profile", .. var rest] => ProfileBenchmark.Run(rest),
    ["published", .. var rest] => PublishedBenchmark.Run(rest),
    ["images", .. var rest] => ImagesBenchmark.Run(rest),
    ["scale", .. var rest] => ScaleBenchmark.Run(rest),
    ["similar", .. var rest] => SimilarBenchmark.Run(rest),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("""
        usage: dotnet run --project tests/VarMem.Benchmarks -c Release -- BENCHMARK
          scoring [model] [batch]    forward passes with hooks, against plain matrix products of the transformer's shapes;
                                     the emoji model, or a built model's folder
          profile [model] [batch]    where the time of a pass goes, by operation
          published [depth] [folder] all of it on checkpoints of a published model's shapes with random values (16: VAR-d16):
                                     model build, session, memory, scoring, profile; takes 4 GB of disk
          scale [--images n] [--out FILE.json]
                                     storing and analyzing 8,192 images × 98,304 units; takes 6 GB of disk and 5 GB of memory
          images [workers]           decoding, resizing, cropping and measuring the emoji images, alone
          similar [images]           tiled l2 of 10,000 made-up generations with 10,000 images of 32×32
        """);
    return 2;
}
