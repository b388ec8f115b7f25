using System.CommandLine;
using VarMem.Models.Var;
using VarMem.Terminal;

namespace VarMem.Commands;

/// <summary><c>varmem model build</c> and <c>varmem model info</c>.</summary>
static partial class ModelCommand
{
    public static Command Create() => new("model", "Build a model's graph from its checkpoints, describe it, or make its untrained twin.")
    {
        Build(), Info(), Untrained(),
    };

    static Verb Build()
    {
        var vqvae = new Option<string>("--vqvae")
        {
            Description = "Checkpoint of the tokenizer (VQVAE), .pth or .safetensors.",
            HelpName = "file",
            Required = true,
        };
        var var = new Option<string?>("--var")
        {
            Description = "Checkpoint of the transformer (VAR), .pth or .safetensors.",
            HelpName = "file",
        };
        var onlyTokenizer = new Option<bool>("--only-tokenizer")
        {
            Description = "Build the tokenizer's encoder alone, without --var.",
        };
        var imageSize = new Option<int?>("--image-size")
        {
            Description = "Side of the pictures, with --only-tokenizer; default: as published, 16 tokens a side.",
            HelpName = "n",
        };
        var output = new Option<string>("--out")
        {
            Description = "Folder to write model.onnx, weights.bin and model.json to.",
            HelpName = "dir",
            Required = true,
        };
        var facts = new Option<string?>("--facts")
        {
            Description = "JSON with image_size, resize_ratio, patch_nums, heads, class_names; default: model.json beside the transformer's checkpoint.",
            HelpName = "file",
        };
        var (patchNums, heads) = (PatchNums(), Heads());
        imageSize.Positive();
        return new Verb("build", "Write one ONNX graph, pixels to logits, from the two published checkpoints.",
            "varmem model build --vqvae vae_ch160v4096z32.pth --var var_d16.pth --out models/d16")
        { vqvae, var, onlyTokenizer, output, facts, patchNums, heads, imageSize }
        .Does((parsed, cancellation) =>
        {
            var (vqvaeFile, varFile, alone) = (parsed.GetRequiredValue(vqvae), parsed.GetValue(var), parsed.GetValue(onlyTokenizer));
            if (alone == varFile is not null)
                throw new UsageException("expected either --var FILE, the transformer's checkpoint, or --only-tokenizer");
            if (!alone && parsed.GetValue(imageSize) is not null)
                throw new UsageException("--image-size goes with --only-tokenizer; a transformer's scales tell it");
            var known = parsed.GetValue(facts) is { } file ? ModelFacts.Read(file) : ModelFacts.Beside(varFile ?? vqvaeFile);
            if (parsed.GetValue(imageSize) is { } side) known = known with { ImageSize = side, PatchNums = null }; // an encoder takes any size
            known = With(known, parsed.GetValue(patchNums), parsed.GetValue(heads));
            var target = parsed.GetRequiredValue(output);
            Describe(ModelBuilder.Build(vqvaeFile, varFile, target, known, CommandLine.Warn, cancellation));
            return CommandLine.Done;
        });
    }

    static Verb Info()
    {
        var folder = new Argument<string>("dir") { Description = "Folder of a built model." };
        return new Verb("info", "Architecture, parameters, tokens and hashes of a built model; reads no weights.",
            "varmem model info models/d16")
        { folder }
        .Does((parsed, _) =>
        {
            Describe(ModelFolder.Open(parsed.GetRequiredValue(folder)));
            return CommandLine.Done;
        });
    }

    static Option<string?> PatchNums() => new("--patch-nums")
    {
        Description = "Sides of the scales, for checkpoints that do not hold them, such as 1,2,3,4.",
        HelpName = "list",
    };

    static Option<int?> Heads()
    {
        var heads = new Option<int?>("--heads")
        {
            Description = "Attention heads, for checkpoints that do not hold them; default: width/64.",
            HelpName = "n",
        };
        heads.Positive();
        return heads;
    }

    /// <summary>Facts with what the command line says instead.</summary>
    static ModelFacts With(ModelFacts facts, string? patchNums, int? heads)
    {
        if (patchNums is not null) facts = facts with { PatchNums = Sides(patchNums) };
        return heads is null ? facts : facts with { Heads = heads };
    }

    static void Describe(ModelFolder model)
    {
        var description = model.Description;
        Output.Facts(
        [
            ("model", Path.GetFullPath(model.Path)),
            ("graph sha256", description.GraphSha256),
            ("image", $"{description.ImageSize}×{description.ImageSize}, crops from the shorter side at {description.ResizeRatio}×"),
            .. description.Transformer is { } transformer ? Describe(transformer, description.ClassNames) : [],
            .. Describe(description.Tokenizer),
            ("hookable", $"{model.Hooks.Count} layers, {model.Hooks.Sum(hook => (long)hook.Units):N0} units"),
        ]);
    }

    static (string Name, string Value)[] Describe(Part<TokenizerArchitecture> tokenizer)
    {
        var v = tokenizer.Architecture;
        return
        [
            ("tokenizer", $"{tokenizer.Checkpoint}, {tokenizer.Parameters:N0} parameters"),
            ("", $"channels {string.Join(",", v.LevelChannels)}, {v.ResBlocks} residual blocks a level, {v.PhiCount} φ, "
                + $"{v.Vocabulary} codes of {v.LatentChannels} channels"),
            ("", $"sha256 {tokenizer.Sha256}"),
        ];
    }

    static (string Name, string Value)[] Describe(Part<TransformerArchitecture> transformer, string[] classes)
    {
        var t = transformer.Architecture;
        var headsFrom = t.HeadsFrom switch
        {
            HeadsFrom.PublishedRule => " (width/64: the checkpoint does not say)",
            HeadsFrom.Option => " (as --heads or model.json said)",
            _ => "",
        };
        return
        [
            ("classes", $"{t.ClassCount}: {string.Join(", ", classes.Take(8))}{(t.ClassCount > 8 ? ", …" : "")}"),
            ("scales", $"{string.Join(",", t.PatchNums)}: {t.TokenCount} tokens"),
            ("transformer", $"{transformer.Checkpoint}, {transformer.Parameters:N0} parameters"),
            ("", $"depth {t.Depth}, width {t.Width}, {t.Heads} heads{headsFrom}, {t.Hidden} hidden units, "
                + $"AdaLN {(t.SharedAdaLn ? "shared" : "per block")}, attention {(t.NormalizedAttention ? "L2-normalised" : "plain")}"),
            ("", $"sha256 {transformer.Sha256}"),
        ];
    }

    static int[] Sides(string list)
    {
        var parts = list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return parts.Length > 0 && parts.All(part => int.TryParse(part, out var side) && side > 0) ? [.. parts.Select(int.Parse)]
            : throw new UsageException(
                $"--patch-nums '{list}' is no list of sides; expected positive whole numbers with commas, such as 1,2,3,4");
    }
}
