using VarMem.Benchmarks;

return args switch
{
    ["scoring", .. var rest] => ScoringBenchmark.Run(rest),
    ["images", .. var rest] => ImagesBenchmark.Run(rest),
    ["d16q", .. var rest] => D16Quick.Run(rest),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("""
        usage: dotnet run --project tests/VarMem.Benchmarks -c Release -- BENCHMARK
          scoring [batch]   forward passes of the emoji model with hooks, against plain matrix products of the transformer's shapes
          images [workers]  decoding, resizing and cropping the emoji images, alone
        """);
    return 2;
}
