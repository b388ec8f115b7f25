using System.CommandLine;
using VarMem.Models.Onnx;
using VarMem.Pipeline.Images;
using VarMem.Pipeline.Sources;
using VarMem.Terminal;

namespace VarMem.Commands;

/// <summary>The options that <c>extract</c> and <c>run</c> share.</summary>
sealed class ExtractionArguments
{
    /// <summary>Crops a pass whose activations stay in the cache; measured on the emoji model, where 4 and 16 are a tenth slower.</summary>
    const int AutoBatch = 8;

    readonly Option<string?> _images = new("--images") { Description = "Folder of images: DIR/{train,val}/CLASS/* or DIR/CLASS/*.", HelpName = "dir" };
    readonly Option<string?> _manifest = new("--manifest") { Description = "CSV of images with the columns path, label and optionally class, split, train_repeats.", HelpName = "csv" };
    readonly Option<string?> _tensors = new("--tensors") { Description = "Crops made elsewhere: (N·A, 3, H, W) float32 in [-1, 1], A crops an image one after the other.", HelpName = "npy" };
    readonly Option<string?> _labels = new("--labels") { Description = "Labels of --tensors: (N,) int64.", HelpName = "npy" };
    readonly Option<string[]> _hooks = HooksCommand.HookOption();
    readonly Option<int?> _augmentations = new("--augmentations") { Description = "Crops an image. [default: 8, or 1 with --crop center]", HelpName = "n" };
    readonly Option<string> _crop = new("--crop") { Description = "Random crops, seeded, or the one in the middle.", HelpName = "random|center", DefaultValueFactory = _ => "random" };
    readonly Option<double?> _resizeRatio = new("--resize-ratio") { Description = "Shorter side before cropping as a multiple of the model's side. [default: the model's training ratio]", HelpName = "r" };
    readonly Option<long> _seed = new("--seed") { Description = "Seed of the crops.", HelpName = "n", DefaultValueFactory = _ => 0 };
    readonly Option<int?> _limit = new("--limit") { Description = "The first n images of each split, spread over the classes.", HelpName = "n" };
    readonly Option<int?> _perClass = new("--per-class") { Description = "The first n images of each class in each split.", HelpName = "n" };
    readonly Option<string[]> _classes = new("--classes") { Description = "Only these classes, by name or number.", HelpName = "class", AllowMultipleArgumentsPerToken = true };
    readonly Option<string> _batch = new("--batch") { Description = "Crops a forward pass.", HelpName = "auto|n", DefaultValueFactory = _ => "auto" };
    readonly Option<int?> _threads = new("--threads") { Description = "Forward passes at a time, each on its own thread. [default: one a core]", HelpName = "n" };
    readonly Option<string> _onError = new("--on-error") { Description = "Record an image that cannot be read and go on, or stop there.", HelpName = "skip|fail", DefaultValueFactory = _ => "skip" };

    public ExtractionArguments()
    {
        _crop.OneOf("random", "center");
        _onError.OneOf("skip", "fail");
        _resizeRatio.Number(1, 100); // below 1 a crop does not fit
        _seed.WholeNumber();
        foreach (var option in (Option<int?>[])[_augmentations, _limit, _perClass, _threads]) option.Positive();
    }

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_images, _manifest, _tensors, _labels, _hooks, _augmentations, _crop, _resizeRatio, _seed, _limit, _perClass, _classes, _batch, _threads, _onError])
            command.Options.Add(option);
    }

    /// <param name="ownManifest">The model's own images, for a command line that names none.</param>
    public ExtractionOptions Bind(ParseResult parsed, string model, string database, Func<string>? ownManifest = null)
    {
        var (images, manifest, tensors, labels) = (parsed.GetValue(_images), parsed.GetValue(_manifest), parsed.GetValue(_tensors), parsed.GetValue(_labels));
        if (images is null && manifest is null && tensors is null) manifest = ownManifest?.Invoke();
        if (images is null && manifest is null && tensors is null) throw new UsageException("no images; expected --images DIR, --manifest CSV, or --tensors NPY with --labels NPY");
        if (tensors is not null && (images ?? manifest) is not null) throw new UsageException("--tensors stands alone; drop --images and --manifest");
        if (tensors is null != labels is null) throw new UsageException("--tensors and --labels go together: the crops and one label an image");

        var center = parsed.GetValue(_crop) == "center";
        var augmentations = parsed.GetValue(_augmentations);
        if (center && augmentations > 1) throw new UsageException($"--crop center makes one crop an image, --augmentations asks for {augmentations}; drop one of them");
        return new ExtractionOptions
        {
            Model = model,
            Database = database,
            Images = images,
            Manifest = manifest,
            Tensors = tensors,
            Labels = labels,
            Hooks = parsed.GetValue(_hooks) is { Length: > 0 } hooks ? hooks : [HookPattern.Default],
            Augmentations = augmentations ?? (center ? 1 : 8),
            Crop = center ? CropMode.Center : CropMode.Random,
            ResizeRatio = parsed.GetValue(_resizeRatio),
            Seed = parsed.GetValue(_seed),
            Selection = new Selection
            {
                Limit = parsed.GetValue(_limit),
                PerClass = parsed.GetValue(_perClass),
                Classes = parsed.GetValue(_classes) is { Length: > 0 } classes ? classes : null,
            },
            Batch = Batch(parsed.GetValue(_batch)!),
            Threads = parsed.GetValue(_threads) ?? Environment.ProcessorCount,
            SkipErrors = parsed.GetValue(_onError) == "skip",
        };
    }

    static int Batch(string text) =>
        text == "auto" ? AutoBatch
        : int.TryParse(text, out var batch) && batch > 0 ? batch
        : throw new UsageException($"--batch '{text}' is no batch size; expected auto or a whole number from 1");
}
