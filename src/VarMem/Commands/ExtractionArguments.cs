using System.CommandLine;
using VarMem.Models.Scoring;
using VarMem.Pipeline.Images;
using VarMem.Pipeline.Sources;
using VarMem.Terminal;

namespace VarMem.Commands;

/// <summary>The options that <c>extract</c> and <c>run</c> share.</summary>
sealed class ExtractionArguments
{
    readonly Option<string?> _images = new("--images") { Description = "Folder of images: DIR/{train,val}/CLASS/* or DIR/CLASS/*; without CLASS where no labels are needed.", HelpName = "dir" };
    readonly Option<string?> _manifest = new("--manifest") { Description = "CSV of images with the columns path, label (where the network takes labels) and optionally class, split, train_repeats, canary.", HelpName = "csv" };
    readonly Option<string?> _tensors = new("--tensors") { Description = "Crops made elsewhere: (N·A, 3, H, W) float32 in [-1, 1], A crops an image one after the other; without --labels A is --augmentations.", HelpName = "npy" };
    readonly Option<string?> _labels = new("--labels") { Description = "Labels of --tensors: (N,) int64.", HelpName = "npy" };
    readonly NetworkArguments _network = new();
    readonly Option<int?> _augmentations = new("--augmentations") { Description = "Crops an image. [default: 8; 1 with --crop center or --tensors]", HelpName = "n" };
    readonly Option<string> _crop = new("--crop") { Description = "Random crops, seeded, or the one in the middle.", HelpName = "random|center", DefaultValueFactory = _ => "random" };
    readonly Option<double?> _resizeRatio = new("--resize-ratio") { Description = "Shorter side before cropping as a multiple of the model's side. [default: the model's training ratio]", HelpName = "r" };
    readonly Option<double> _labelDrop = new("--label-drop") { Description = "Probability with which a crop loses its class, seeded; the published code has 0.1.", HelpName = "p", DefaultValueFactory = _ => 0 };
    readonly Option<bool> _shuffleLabels = new("--shuffle-labels") { Description = "Each image with the label of another class, seeded: the control of what depends on the label at all." };
    readonly Option<bool> _perScale = new("--per-scale") { Description = "Record the means of each scale alone too." };
    readonly Option<bool> _cropNoise = new("--crop-noise") { Description = "Record each mean's standard error over the image's crops too." };
    readonly Option<long> _seed = new("--seed") { Description = "Seed of the crops, of --label-drop and of --shuffle-labels.", HelpName = "n", DefaultValueFactory = _ => 0 };
    readonly Option<int?> _limit = new("--limit") { Description = "The first n images of each split, spread over the classes.", HelpName = "n" };
    readonly Option<int?> _perClass = new("--per-class") { Description = "The first n images of each class in each split.", HelpName = "n" };
    readonly Option<string[]> _classes = new("--classes") { Description = "Only these classes, by name or number.", HelpName = "class", AllowMultipleArgumentsPerToken = true };
    readonly Option<string> _batch = new("--batch") { Description = "Crops a forward pass.", HelpName = "auto|n", DefaultValueFactory = _ => "auto" };
    readonly Option<int?> _threads = new("--threads") { Description = "Forward passes at a time, each on its own thread. [default: one a core, as far as memory goes]", HelpName = "n" };
    readonly Option<string> _device = new("--device") { Description = "Where to compute; auto takes a GPU where one can be used, and says so.", HelpName = "auto|cpu|cuda", DefaultValueFactory = _ => "auto" };
    readonly Option<string> _precision = new("--precision") { Description = "Of the transformer's matrix products, for a GPU; the tokenizer stays fp32.", HelpName = "fp32|fp16|bf16", DefaultValueFactory = _ => "fp32" };
    readonly Option<string> _onError = new("--on-error") { Description = "Record an image that cannot be read and go on, or stop there.", HelpName = "skip|fail", DefaultValueFactory = _ => "skip" };

    public ExtractionArguments()
    {
        _crop.OneOf("random", "center");
        _onError.OneOf("skip", "fail");
        _device.OneOf("auto", "cpu", "cuda");
        _precision.OneOf("fp32", "fp16", "bf16");
        _resizeRatio.Number(1, 100); // below 1 a crop does not fit
        _labelDrop.Number(0, 1);
        _seed.WholeNumber();
        foreach (var option in (Option<int?>[])[_augmentations, _limit, _perClass, _threads]) option.Positive();
    }

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_images, _manifest, _tensors, _labels]) command.Options.Add(option);
        _network.AddTo(command);
        foreach (var option in (Option[])[_augmentations, _crop, _resizeRatio, _labelDrop, _shuffleLabels, _perScale, _cropNoise, _seed, _limit, _perClass, _classes, _batch, _threads, _device, _precision, _onError])
            command.Options.Add(option);
    }

    public NetworkArguments Network => _network;

    /// <param name="ownManifest">The model's own images, for a command line that names none.</param>
    public ExtractionOptions Bind(ParseResult parsed, string? model, string database, Func<string>? ownManifest = null)
    {
        var network = _network.Bind(parsed, model);
        var (images, manifest, tensors, labels) = (parsed.GetValue(_images), parsed.GetValue(_manifest), parsed.GetValue(_tensors), parsed.GetValue(_labels));
        if (images is null && manifest is null && tensors is null) manifest = ownManifest?.Invoke();
        if (images is null && manifest is null && tensors is null) throw new UsageException("no images; expected --images DIR, --manifest CSV, or --tensors NPY with --labels NPY");
        if (tensors is not null && (images ?? manifest) is not null) throw new UsageException("--tensors stands alone; drop --images and --manifest");
        if (tensors is null && labels is not null) throw new UsageException("--labels goes with --tensors: the crops and one label an image");

        var center = parsed.GetValue(_crop) == "center";
        var augmentations = parsed.GetValue(_augmentations);
        if (labels is not null && augmentations is not null)
            throw new UsageException("--augmentations follows from --tensors and --labels, A·N crops for N labels; drop it");
        if (center && augmentations > 1) throw new UsageException($"--crop center makes one crop an image, --augmentations asks for {augmentations}; drop one of them");
        return new ExtractionOptions
        {
            Network = network,
            Database = database,
            Images = images,
            Manifest = manifest,
            Tensors = tensors,
            Labels = labels,
            Augmentations = augmentations ?? (center || tensors is not null ? 1 : 8),
            Crop = center ? CropMode.Center : CropMode.Random,
            ResizeRatio = parsed.GetValue(_resizeRatio),
            Seed = parsed.GetValue(_seed),
            LabelDrop = parsed.GetValue(_labelDrop),
            ShuffleLabels = parsed.GetValue(_shuffleLabels),
            PerScale = parsed.GetValue(_perScale),
            CropNoise = parsed.GetValue(_cropNoise),
            Selection = new Selection
            {
                Limit = parsed.GetValue(_limit),
                PerClass = parsed.GetValue(_perClass),
                Classes = parsed.GetValue(_classes) is { Length: > 0 } classes ? classes : null,
            },
            Batch = Batch(parsed.GetValue(_batch)!),
            Threads = parsed.GetValue(_threads),
            Device = parsed.GetValue(_device) switch { "cpu" => Device.Cpu, "cuda" => Device.Cuda, _ => null },
            Precision = Enum.Parse<Precision>(parsed.GetValue(_precision)!, ignoreCase: true),
            SkipErrors = parsed.GetValue(_onError) == "skip",
        };
    }

    static int? Batch(string text) =>
        text == "auto" ? null
        : int.TryParse(text, out var batch) && batch > 0 ? batch
        : throw new UsageException($"--batch '{text}' is no batch size; expected auto or a whole number from 1");
}
