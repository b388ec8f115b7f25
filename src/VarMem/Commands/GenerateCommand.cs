using System.CommandLine;
using System.Globalization;
using VarMem.Generating;
using VarMem.Models.Var;
using VarMem.Terminal;

namespace VarMem.Commands;

/// <summary><c>varmem generate</c>: images of a class.</summary>
static class GenerateCommand
{
    const string NoClass = "none";

    public static Verb Create()
    {
        var model = new Option<string>("--model") { Description = "Folder of a built model.", HelpName = "dir", Required = true };
        var label = new Option<string>("--class") { Description = "Class by name or number; none for no class.", HelpName = "class", Required = true };
        var count = new Option<int>("--count") { Description = "How many images.", HelpName = "n", DefaultValueFactory = _ => 1 };
        var seed = new Option<long>("--seed") { Description = "With class and number in the series all that an image is drawn from.", HelpName = "n", DefaultValueFactory = _ => 0 };
        var drawn = new SamplingArguments();
        var greedy = new Option<bool>("--greedy") { Description = "Take the likeliest token, and draw nothing." };
        var image = new Option<string?>("--image") { Description = "Image whose first scales are given; the others are generated.", HelpName = "file" };
        var scales = new Option<int?>("--scales") { Description = "How many of its scales are given.", HelpName = "i" };
        var device = DeviceOption.Create();
        var output = new Option<string>("--out") { Description = "Folder to write a PNG an image and a contact sheet to.", HelpName = "dir", Required = true };
        count.WholeNumber(1, 1_000_000);
        seed.WholeNumber();
        scales.Positive();
        var verb = new Verb("generate", "Generate images of a class, scale by scale.",
            "varmem generate --model models/d16 --class 207 --count 64 --cfg 4 --top-k 900 --top-p 0.95 --out output/207\nvarmem generate --model models/d16 --class 207 --image golden.jpg --scales 5 --cfg 0 --greedy --out output/continued")
        { model, label, count, seed };
        drawn.AddTo(verb);
        foreach (var option in (Option[])[greedy, image, scales, device, output]) verb.Options.Add(option);
        return verb.Does((parsed, cancellation) =>
        {
            var sampling = drawn.Bind(parsed) with { Greedy = parsed.GetValue(greedy) };
            if (sampling.Greedy && drawn.Narrows(parsed))
                throw new UsageException("--greedy takes the likeliest token; drop --top-k and --top-p");
            if (sampling.Greedy && parsed.GetValue(count) > 1)
                throw new UsageException("--greedy makes the same image each time; drop --count");
            if (parsed.GetValue(image) is null != parsed.GetValue(scales) is null)
                throw new UsageException("--image and --scales go together: the first scales of that image are given");
            var folder = parsed.GetRequiredValue(output);
            OutFolder.Require(folder);
            var built = ModelFolder.Open(parsed.GetRequiredValue(model));
            var (number, name) = Class(parsed.GetRequiredValue(label), built);
            var given = parsed.GetValue(image) is { } file ? Prefix.Of(built, file, parsed.GetValue(scales)!.Value, cancellation) : [];
            var generation = new Generation(built, sampling, number, parsed.GetValue(count), parsed.GetValue(seed), given, folder);
            var words = given.Length == 0 ? Words(generation) : $"{Words(generation)}, {parsed.GetValue(scales)} scales of {parsed.GetValue(image)} given";
            generation.Write($"Generated: {name}", words, parsed.Chosen(device), cancellation);
            Output.Facts(
                ("class", $"{name} (label {number})"),
                ("images", words),
                ("first", generation.File(0)),
                ("sheet", generation.SheetFile));
            return CommandLine.Done;
        });
    }

    static (int Label, string Name) Class(string wanted, ModelFolder model)
    {
        var names = model.Description.ClassNames;
        if (Array.IndexOf(names, wanted) is >= 0 and var named) return (named, wanted);
        if (wanted == NoClass) return (names.Length, "no class");
        if (int.TryParse(wanted, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < names.Length) return (number, names[number]);
        throw new UsageException($"--class {wanted}: the model has no such class; expected a name in its model.json, a number from 0 to {names.Length - 1}, or {NoClass}");
    }

    static string Words(Generation generation)
    {
        var sampling = generation.Sampling;
        var kept = (sampling.TopK, sampling.TopP) switch
        {
            _ when sampling.Greedy => "the likeliest tokens",
            (0, 1) => "drawn from all tokens",
            (0, _) => $"drawn from the likeliest {sampling.TopP * 100:0.##}%",
            (_, 1) => $"drawn from the {sampling.TopK} likeliest tokens",
            _ => $"drawn from the {sampling.TopK} likeliest tokens, of these the likeliest {sampling.TopP * 100:0.##}%",
        };
        return $"{generation.Count:N0}, {kept}, guidance {sampling.Cfg}, seed {generation.Seed}";
    }
}
