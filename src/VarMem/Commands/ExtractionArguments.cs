using System.CommandLine;
using VarMem.Measuring;
using VarMem.Models.Membership;
using VarMem.Models.Scoring;
using VarMem.Pipeline.Images;
using VarMem.Pipeline.Sources;
using VarMem.Terminal;

namespace VarMem.Commands;

/// <summary>The options that <c>extract</c> and <c>run</c> share.</summary>
sealed class ExtractionArguments
{
    readonly Option<string?> _images = new("--images") { Description = "Folder of images, DIR/{train,val}/CLASS/* or DIR/CLASS/*, without CLASS where no labels are needed; or tar files as WebDataset has them: 'train-{000..146}.tar', {a,b}.tar, or a folder of nothing else.", HelpName = "dir|tar" };
    readonly Option<string?> _valLabels = new("--val-labels") { Description = "Classes of images in DIR/val/* or a val shard that have none: lines 'synset' in the order of their names, 'name synset', or Kaggle's LOC_val_solution.csv.", HelpName = "file" };
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
    readonly Option<bool> _likelihood = new("--likelihood") { Description = "Record how likely the transformer holds each image's tokens: by scale, and as membership scores." };
    readonly Option<bool> _unconditional = new("--unconditional") { Description = "The same without the label too, and scores of what the label adds; implies --likelihood, and takes a second pass of the transformer." };
    readonly Option<bool> _tokenScores = new("--token-scores") { Description = "Record the likelihood of each token too; implies --likelihood." };
    readonly Option<long> _seed = new("--seed") { Description = "Seed of the crops, of --label-drop, --shuffle-labels and --sample random.", HelpName = "n", DefaultValueFactory = _ => 0 };
    readonly Option<int?> _limit = new("--limit") { Description = "n images of each split, spread over the classes.", HelpName = "n" };
    readonly Option<int?> _perClass = new("--per-class") { Description = "n images of each class in each split.", HelpName = "n" };
    readonly Option<string> _sample = new("--sample") { Description = "Which of them: the first of each class, or some drawn by --seed and their paths alone.", HelpName = "first|random", DefaultValueFactory = _ => "first" };
    readonly Option<string[]> _classes = new("--classes") { Description = "Only these classes, by name or number.", HelpName = "class", AllowMultipleArgumentsPerToken = true };
    readonly Option<string?> _classList = new("--class-list") { Description = "Only the classes of this text file, one a line, by name or number; # begins a comment.", HelpName = "file" };
    readonly Option<string> _batch = new("--batch") { Description = "Crops a forward pass.", HelpName = "auto|n", DefaultValueFactory = _ => "auto" };
    readonly Option<int?> _threads = new("--threads") { Description = "Forward passes at a time, each on its own thread. [default: one a core, as far as memory goes]", HelpName = "n" };
    readonly Option<string> _device = DeviceOption.Create();
    readonly Option<string> _precision = new("--precision") { Description = "Of the transformer's matrix products, for a GPU; the tokenizer stays fp32.", HelpName = "fp32|fp16|bf16", DefaultValueFactory = _ => "fp32" };
    readonly Option<string> _onError = new("--on-error") { Description = "Record an image that cannot be read and go on, or stop there.", HelpName = "skip|fail", DefaultValueFactory = _ => "skip" };

    public ExtractionArguments()
    {
        _crop.OneOf("random", "center");
        _onError.OneOf("skip", "fail");
        _sample.OneOf("first", "random");
        _precision.OneOf("fp32", "fp16", "bf16");
        _resizeRatio.Number(1, 100); // below 1 a crop does not fit
        _labelDrop.Number(0, 1);
        _seed.WholeNumber();
        foreach (var option in (Option<int?>[])[_augmentations, _limit, _perClass, _threads]) option.Positive();
    }

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_images, _valLabels, _manifest, _tensors, _labels]) command.Options.Add(option);
        _network.AddTo(command);
        foreach (var option in (Option[])[_augmentations, _crop, _resizeRatio, _labelDrop, _shuffleLabels, _perScale, _cropNoise, _likelihood, _unconditional, _tokenScores, _seed, _limit, _perClass, _sample, _classes, _classList, _batch, _threads, _device, _precision, _onError])
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

        if (parsed.GetValue(_valLabels) is not null && (images is null || manifest is not null))
            throw new UsageException("--val-labels goes with --images; a manifest or --labels tells them by itself");

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
            ValLabels = parsed.GetValue(_valLabels),
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
            Likelihood = parsed.GetValue(_unconditional) ? Likelihood.WithNullClass
                : parsed.GetValue(_likelihood) || parsed.GetValue(_tokenScores) ? Likelihood.Conditional : Likelihood.None,
            TokenScores = parsed.GetValue(_tokenScores),
            Selection = Selection(parsed),
            Batch = Batch(parsed.GetValue(_batch)!),
            Threads = parsed.GetValue(_threads),
            Device = parsed.Asked(_device),
            Precision = Enum.Parse<Precision>(parsed.GetValue(_precision)!, ignoreCase: true),
            SkipErrors = parsed.GetValue(_onError) == "skip",
        };
    }

    Selection Selection(ParseResult parsed)
    {
        var (limit, perClass, classes, list) = (parsed.GetValue(_limit), parsed.GetValue(_perClass), parsed.GetValue(_classes), parsed.GetValue(_classList));
        var random = parsed.GetValue(_sample) == "random";
        if (classes is { Length: > 0 } && list is not null) throw new UsageException("--classes and --class-list both name classes; drop one of them");
        if (random && (limit ?? perClass) is null) throw new UsageException("--sample random draws as many images as --per-class or --limit says; give one of them");
        return new Selection
        {
            Limit = limit,
            PerClass = perClass,
            SampleSeed = random ? parsed.GetValue(_seed) : null,
            Classes = list is not null ? ClassListFile.Read(list) : classes is { Length: > 0 } ? classes : null,
        };
    }

    static int? Batch(string text) =>
        text == "auto" ? null
        : int.TryParse(text, out var batch) && batch > 0 ? batch
        : throw new UsageException($"--batch '{text}' is no batch size; expected auto or a whole number from 1");
}
