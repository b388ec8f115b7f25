using System.CommandLine;
using VarMem.Models.Var;
using VarMem.Terminal;

namespace VarMem.Commands;

/// <summary><c>varmem model untrained</c>.</summary>
static partial class ModelCommand
{
    static Verb Untrained()
    {
        var folder = new Argument<string>("dir") { Description = "Folder of the two checkpoints of a trained model." };
        var output = new Option<string>("--out")
        {
            Description = "Folder to write var.safetensors, a copy of the tokenizer's checkpoint and model.json to.",
            HelpName = "dir",
            Required = true,
        };
        var seed = new Option<long>("--seed") { Description = "Seed of the weights.", HelpName = "n", DefaultValueFactory = _ => 0 };
        var (patchNums, heads) = (PatchNums(), Heads());
        seed.WholeNumber();
        return new Verb(
            "untrained", "Write a model's untrained twin: its transformer as published before training, its tokenizer as trained.",
            "varmem model untrained models/d16 --out models/d16-untrained\n"
            + "varmem run --model models/d16-untrained --images imagenet --per-class 32")
        { folder, output, seed, patchNums, heads }
        .Does((parsed, cancellation) =>
        {
            var (trained, target) = (parsed.GetRequiredValue(folder), parsed.GetRequiredValue(output));
            OutFolder.Require(target);
            if (Full(trained) == Full(target))
                throw new UsageException($"--out {target} is the trained model's own folder; expected another");
            var (vqvae, var) = ModelFolder.FindCheckpoints(trained);
            var facts = With(ModelFacts.Beside(var!), parsed.GetValue(patchNums), parsed.GetValue(heads));
            var written = UntrainedModel.Write(vqvae, var!, target, facts, parsed.GetValue(seed), cancellation);
            Output.Facts(
            [
                ("model", Path.GetFullPath(target)),
                ("weights", $"the transformer's as published before training, seed {parsed.GetValue(seed)}; the tokenizer's as trained"),
                .. Describe(written.Transformer!, written.ClassNames),
                .. Describe(written.Tokenizer),
            ]);
            var manifest = Path.Combine(trained, "manifest.csv");
            var images = File.Exists(manifest) ? $"--manifest {manifest}" : "--images DIR";
            Console.Error.WriteLine($"`varmem run --model {target} {images}` runs it");
            return CommandLine.Done;
        });

        static string Full(string path) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
    }
}
