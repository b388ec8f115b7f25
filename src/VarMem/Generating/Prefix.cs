using VarMem.Images;
using VarMem.Models.Scoring;
using VarMem.Models.Var;
using VarMem.Pipeline.Images;
using VarMem.Pipeline.Sources;
using VarMem.Terminal;

namespace VarMem.Generating;

/// <summary>The first scales of an image, from which a generation goes on.</summary>
static class Prefix
{
    /// <summary>Tokens of the first scales of the square in an image's middle.</summary>
    /// <param name="file">The image.</param>
    /// <param name="scales">How many; fewer than the model has.</param>
    /// <exception cref="UsageException">There is no such file, or there are not as many scales.</exception>
    /// <exception cref="Pipeline.ImageException">It cannot be read.</exception>
    public static long[] Of(ModelFolder model, string file, int scales, CancellationToken cancellation)
    {
        using var tokenizer = new TokenizerSession(model);
        var (sides, side) = (model.Description.Transformer!.Architecture.PatchNums, model.Description.ImageSize);
        if (scales >= sides.Length)
            throw new UsageException($"--scales {scales}: the model has {sides.Length}, with {string.Join(", ", sides)} tokens a side; expected 1 to {sides.Length - 1}, so that there is one to generate");
        if (!File.Exists(file)) throw new UsageException($"--image {file}: no such file");
        var source = new ImageSource(Path.GetDirectoryName(Path.GetFullPath(file))!, [new(0, file, file, null, null, null, null)]);
        float[] crop = [];
        MiddleOfImages.Read(source, ResizeImages.ShorterSide(model.Description.ResizeRatio, side), side, (_, _, pixels) => crop = pixels.ToArray(), cancellation);
        return tokenizer.Tokens([crop], cancellation)[0][..sides.Take(scales).Sum(p => p * p)];
    }
}
