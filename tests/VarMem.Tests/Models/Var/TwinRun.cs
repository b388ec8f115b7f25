using VarMem.Models.Checkpoints;
using VarMem.Models.Onnx;
using VarMem.Models.Var;
using VarMem.Tests.Models.MadeUp;
using VarMem.Tests.Models.Twin;

namespace VarMem.Tests.Models.Var;

/// <summary>One of the small models, built, and its graph and its twin run over the same random crops.</summary>
sealed class TwinRun
{
    static readonly Dictionary<string, Lazy<TwinRun>> Runs =
        SmallModels.All.Keys.ToDictionary(name => name, name => new Lazy<TwinRun>(() => new(name)));

    TwinRun(string name)
    {
        var made = SmallModels.All[name];
        using var temp = new TempFolder();
        var (vqvaeFile, varFile) = made.WriteTorch(temp.Path);
        int? heads = made.Transformer.HeadsFrom == HeadsFrom.Option ? made.Transformer.Heads : null;
        var model = ModelBuilder.Build(vqvaeFile, varFile, temp.File("built"), new ModelFacts { Heads = heads });
        Hooks = model.Hooks;

        long[] labels = [0, made.Transformer.ClassCount, made.Transformer.ClassCount - 1]; // the null class in the middle
        var random = new Random(5);
        var length = 3 * model.Description.ImageSize * model.Description.ImageSize;
        float[] pixels = [.. Enumerable.Range(0, labels.Length * length).Select(_ => (float)(2 * random.NextDouble() - 1))];
        Graph = new GraphRun(model, pixels, labels);
        _ = (Graph.Means, Graph.ScaleMeans); // while the model is there

        using var vqvae = Checkpoint.Open(vqvaeFile);
        using var var = Checkpoint.Open(varFile);
        var twin = new ModelTwin(vqvae, var, heads);
        var tokens = Graph.Tokens.Length / labels.Length;
        Twin = [.. labels.Select((label, i) => twin.Run(Part(pixels, i, length), label, Part(Graph.Tokens, i, tokens)))];

        static ReadOnlySpan<T> Part<T>(T[] values, int i, int count) => values.AsSpan(i * count, count);
    }

    public IReadOnlyList<Hook> Hooks { get; }

    public GraphRun Graph { get; }

    /// <summary>One a crop.</summary>
    public TwinResult[] Twin { get; }

    /// <summary>The run, once for all tests.</summary>
    public static TwinRun Of(string name) => Runs[name].Value;
}
