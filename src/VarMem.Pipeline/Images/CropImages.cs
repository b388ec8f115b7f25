using System.Diagnostics.CodeAnalysis;
using VarMem.Pipeline.Views;

namespace VarMem.Pipeline.Images;

/// <summary>
/// Cuts A square crops from each picture and makes floats of them: x = v/255, then x + x − 1, planar, (A, 3, side, side). Random offsets
/// are independent and uniform over all places, both ends included; the centre is at half the difference, rounded half to even.
/// </summary>
public sealed class CropImages(CropOptions options) : RowToRowTransformer
{
    static readonly float[] Levels = [.. Enumerable.Range(0, 256).Select(Level)];

    protected internal override DataViewSchema Inputs { get; } = new DataViewSchema.Builder()
        .AddColumn<RgbImage>(Columns.Image)
        .AddColumn<string>(Columns.Path)
        .ToSchema();

    protected internal override DataViewSchema Outputs { get; } = new DataViewSchema.Builder()
        .AddColumn<VBuffer<float>>(Columns.Crops)
        .ToSchema();

    protected internal override IRowMapper CreateMapper(DataViewRow input, Func<string, bool> isActive) => new Mapper(options, input);

    /// <summary>
    /// Where crop <paramref name="index"/> of a (height, width) picture starts. The same in every run, on every machine: y and x are
    /// ⌊u·n/2⁶⁴⌋ of the two numbers u that <see cref="SeededHash"/> draws for "crop", n being the number of places.
    /// </summary>
    internal static (int Y, int X) Offsets(CropOptions options, string path, int index, int height, int width)
    {
        int spareY = height - options.Side, spareX = width - options.Side;
        if (options.Mode == CropMode.Center) return Center(options.Side, height, width);
        var (first, second) = SeededHash.Draw("crop", options.Seed, path, index);
        return (SeededHash.Below(spareY + 1, first), SeededHash.Below(spareX + 1, second));
    }

    /// <summary>Where the square in the middle of a (height, width) picture starts.</summary>
    internal static (int Y, int X) Center(int side, int height, int width) => (Half(height - side), Half(width - side));

    static int Half(int spare) => (int)Math.Round(spare / 2.0, MidpointRounding.ToEven);

    static float Level(int value)
    {
        var x = value / 255f;
        return x + x - 1;
    }

    // image (height, width, 3), crop (3, side, side)
    static void Cut(RgbImage image, int y, int x, int side, Span<float> crop)
    {
        var plane = side * side;
        for (var row = 0; row < side; row++)
        {
            var pixels = image.Row(y + row).Slice(x * 3, side * 3);
            var start = row * side;
            var red = crop.Slice(start, side);
            var green = crop.Slice(plane + start, side);
            var blue = crop.Slice((2 * plane) + start, side);
            for (var i = 0; i < side; i++)
            {
                red[i] = Levels[pixels[3 * i]];
                green[i] = Levels[pixels[(3 * i) + 1]];
                blue[i] = Levels[pixels[(3 * i) + 2]];
            }
        }
    }

    sealed class Mapper(CropOptions options, DataViewRow input) : IRowMapper
    {
        RgbImage? _image;
        string? _path;

        public Delegate GetGetter(string column)
        {
            var image = input.GetGetter<RgbImage>(Columns.Image);
            var path = input.GetGetter<string>(Columns.Path);
            return (ValueGetter<VBuffer<float>>)(([AllowNull] ref VBuffer<float> value) =>
            {
                image(ref _image);
                path(ref _path);
                if (Math.Min(_image.Width, _image.Height) < options.Side)
                    throw Throw.SmallerThanCrop(_path, _image.Width, _image.Height, options.Side);
                var length = 3 * options.Side * options.Side;
                var crops = (value ??= new()).Resize(options.Augmentations * length); // (A, 3, side, side)
                for (var index = 0; index < options.Augmentations; index++)
                {
                    var (y, x) = Offsets(options, _path, index, _image.Height, _image.Width);
                    Cut(_image, y, x, options.Side, crops.Slice(index * length, length));
                }
            });
        }

        public void Dispose()
        {
        }
    }
}
