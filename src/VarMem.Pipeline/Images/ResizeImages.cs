using System.Diagnostics.CodeAnalysis;
using VarMem.Pipeline.Views;

namespace VarMem.Pipeline.Images;

/// <summary>
/// Resizes each picture so that its shorter side has the given length, with Pillow's LANCZOS; the longer side keeps the ratio, truncated
/// to whole pixels.
/// </summary>
/// <param name="shorterSide">In pixels.</param>
/// <param name="output">The column made; by default it takes the place of the picture as loaded.</param>
public sealed class ResizeImages(int shorterSide, string output = Columns.Image) : RowToRowTransformer
{
    protected internal override DataViewSchema Inputs { get; } = new DataViewSchema.Builder()
        .AddColumn<RgbImage>(Columns.Image)
        .AddColumn<string>(Columns.Path)
        .ToSchema();

    protected internal override DataViewSchema Outputs { get; } = new DataViewSchema.Builder()
        .AddColumn<RgbImage>(output)
        .ToSchema();

    /// <summary>The shorter side for crops of <paramref name="side"/>: ratio · side, rounded half to even.</summary>
    public static int ShorterSide(double ratio, int side) => (int)Math.Round(ratio * side, MidpointRounding.ToEven);

    protected internal override IRowMapper CreateMapper(DataViewRow input, Func<string, bool> isActive) => new Mapper(shorterSide, input);

    /// <summary>Both sides of a picture of this size when its shorter side has become <paramref name="shorter"/>.</summary>
    internal static (long Width, long Height) Fit(int width, int height, int shorter) =>
        width <= height ? (shorter, (long)shorter * height / width) : ((long)shorter * width / height, shorter);

    sealed class Mapper(int shorterSide, DataViewRow input) : IRowMapper
    {
        readonly Lanczos _lanczos = new();
        RgbImage? _source;
        string? _path;

        public Delegate GetGetter(string column)
        {
            var image = input.GetGetter<RgbImage>(Columns.Image);
            var path = input.GetGetter<string>(Columns.Path);
            return (ValueGetter<RgbImage>)(([AllowNull] ref RgbImage value) =>
            {
                image(ref _source);
                var (width, height) = Fit(_source.Width, _source.Height, shorterSide);
                if (width * height > ImageReader.MaxPixels)
                {
                    path(ref _path);
                    throw Throw.LargeResized(_path, _source.Width, _source.Height, width, height, ImageReader.MaxPixels);
                }
                _lanczos.Resize(_source, (int)width, (int)height, ref value);
            });
        }

        public void Dispose()
        {
        }
    }
}
