using VarMem.Models.Membership;
using VarMem.Terminal;

namespace VarMem.Measuring;

/// <summary>What an extraction will take, told before it begins.</summary>
/// <param name="Images">Images to be scored.</param>
/// <param name="Passes">Crops to be scored.</param>
/// <param name="Means">Means to be stored.</param>
/// <param name="Errors">Their standard errors to be stored.</param>
/// <param name="Scores">Membership scores and sums of likelihoods to be stored.</param>
/// <param name="Tokens">Tokens whose likelihood is to be stored.</param>
readonly record struct Demand(long Images, long Passes, long Means, long Errors = 0, long Scores = 0, long Tokens = 0)
{
    /// <summary>A mean or an error in the database: 3.4 measured on VAR-d16's units, 4.2 on the emoji model's, which are fewer.</summary>
    const double BytesPerValue = 4.5;

    /// <summary>A score or a row of sums: 18 measured on the emoji model.</summary>
    const double BytesPerScore = 20;

    /// <summary>A row of table token_score: 16.8 measured on the emoji model.</summary>
    const double BytesPerToken = 17;

    /// <summary>A database with images and results, but hardly a mean.</summary>
    const double BytesOfNone = 1.5e6;

    public static Demand Of(Network network, long images, int augmentations, ExtractionOptions options)
    {
        var means = network.Hooks.Sum(hook =>
            hook.Units * (1L + (options.PerScale && network.Graph.FirstScale(hook) is { } first ? network.Graph.PatchNums.Count - first : 0)));
        var errors = options.CropNoise ? network.Hooks.Sum(hook => (long)hook.Units) : 0;
        var sides = network.Graph.PatchNums;
        var scores = options.Likelihood == Likelihood.None ? 0 : sides.Count + CropScores.NamesOf(options.Likelihood).Count;
        var tokens = options.TokenScores ? augmentations * sides.Sum(p => (long)p * p) : 0;
        return new(images, images * augmentations, images * means, images * errors, images * scores, images * tokens);
    }

    double Bytes => BytesOfNone + (Means + Errors) * BytesPerValue + Scores * BytesPerScore + Tokens * BytesPerToken;

    string Values
    {
        get
        {
            string[] kinds =
            [
                $"{Means:N0} means",
                .. Errors > 0 ? [$"{Errors:N0} standard errors"] : (string[])[],
                .. Scores > 0 ? [$"{Scores:N0} sums and scores of likelihoods"] : (string[])[],
                .. Tokens > 0 ? [$"{Tokens:N0} likelihoods of tokens"] : (string[])[],
            ];
            return kinds is [var only] ? only : $"{string.Join(", ", kinds[..^1])} and {kinds[^1]}";
        }
    }

    /// <exception cref="IOException">The disk has not that much room.</exception>
    public void Announce(string database)
    {
        var free = FreeBytes(database);
        Console.Error.WriteLine(
            $"{Images:N0} images, {Passes:N0} crops, {Values}: about {Output.Bytes(Bytes)} of disk ({Output.Bytes(free)} free)");
        if (Bytes > free)
            throw new IOException(
                $"{database}: the {Values} take about {Output.Bytes(Bytes)} of disk, but {Output.Bytes(free)} are free there; "
                + "choose fewer layers with --hooks, fewer images with --limit or --per-class, or another disk.");
    }

    static double FreeBytes(string database)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(database))!;
        return new DriveInfo(folder).AvailableFreeSpace;
    }
}
