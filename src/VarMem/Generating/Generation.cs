using VarMem.Charts;
using VarMem.Measuring;
using VarMem.Models.Generation;
using VarMem.Models.Var;
using VarMem.Pipeline.Images;
using VarMem.Terminal;

namespace VarMem.Generating;

/// <summary>Generated images on their way into a folder: a PNG each, and a sheet of the first hundred.</summary>
/// <param name="Given">Tokens of the first scales that all have in common; empty for none.</param>
sealed record Generation(ModelFolder Model, Sampling Sampling, int Label, int Count, long Seed, long[] Given, string Folder)
{
    const int Shown = 100, Columns = 10;

    /// <summary>Images that are in memory at a time.</summary>
    const int Chunk = 256;

    public string SheetFile => Path.Combine(Folder, $"{Name}-sheet.png");

    /// <summary>What the files' names begin with, so that classes and seeds lie beside each other.</summary>
    string Name => $"class{Label}-seed{Seed}";

    public string File(int index) => Path.Combine(Folder, $"{Name}-{index:0000}.png");

    /// <exception cref="Models.ModelException">The model cannot generate.</exception>
    public void Write(string title, string subtitle, DeviceChoice device, CancellationToken cancellation)
    {
        using var generator = new ImageGenerator(Model, Sampling, Seed, device: device.Device);
        device.Tell();
        Directory.CreateDirectory(Folder);
        var shown = new List<Tile>();
        using (var progress = new Progress("images", Count))
        {
            var done = 0;
            foreach (var indices in Enumerable.Range(0, Count).Chunk(Chunk))
            {
                var images = generator.Generate(
                    [.. indices.Select(i => new ImageToGenerate(Label, i, Given))],
                    more => progress.Report(Interlocked.Add(ref done, more)), cancellation);
                foreach (var (index, image) in indices.Zip(images))
                {
                    var png = PixelPicture.ToPng(image.Pixels, Model.Description.ImageSize);
                    WriteWhole(File(index), png);
                    if (shown.Count < Shown) shown.Add(new Tile(png, [$"{index}"]));
                }
            }
        }
        if (Count > Shown) subtitle = $"the first {Shown} of {subtitle}";
        var sheet = new ContactSheet(title, subtitle, [new SheetSection(null, shown)]) { Columns = Columns };
        using var renderer = new ChartRenderer();
        renderer.DrawSvg("generate", sheet.ToSvg(), SheetFile);
    }

    /// <summary>Written aside and renamed, so that a file with the name is whole.</summary>
    static void WriteWhole(string file, byte[] content)
    {
        System.IO.File.WriteAllBytes($"{file}.part", content);
        System.IO.File.Move($"{file}.part", file, overwrite: true);
    }
}
