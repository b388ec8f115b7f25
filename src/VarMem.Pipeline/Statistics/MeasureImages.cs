using System.Diagnostics.CodeAnalysis;
using VarMem.Pipeline.Images;
using VarMem.Pipeline.Views;

namespace VarMem.Pipeline.Statistics;

/// <summary>
/// Takes the statistics of what a network could see of each picture: of the square in the middle of <see cref="Columns.Fitted"/>, placed as
/// <c>--crop center</c> places its crop.
/// </summary>
/// <param name="side">Width and height of the square in pixels.</param>
public sealed class MeasureImages(int side) : RowToRowTransformer
{
    protected internal override DataViewSchema Inputs { get; } = new DataViewSchema.Builder()
        .AddColumn<RgbImage>(Columns.Fitted)
        .AddColumn<string>(Columns.Path)
        .ToSchema();

    protected internal override DataViewSchema Outputs { get; } = new DataViewSchema.Builder()
        .AddColumn<ImageStatistics>(Columns.Statistics)
        .ToSchema();

    protected internal override IRowMapper CreateMapper(DataViewRow input, Func<string, bool> isActive) => new Mapper(side, input);

    sealed class Mapper(int side, DataViewRow input) : IRowMapper
    {
        readonly ImageMeter _meter = new();
        readonly RgbImage _square = new();
        RgbImage? _fitted;
        string? _path;

        public Delegate GetGetter(string column)
        {
            var fitted = input.GetGetter<RgbImage>(Columns.Fitted);
            var path = input.GetGetter<string>(Columns.Path);
            return (ValueGetter<ImageStatistics>)(([AllowNull] ref ImageStatistics value) =>
            {
                fitted(ref _fitted);
                path(ref _path);
                if (Math.Min(_fitted.Width, _fitted.Height) < side)
                    throw Throw.SmallerThanCrop(_path, _fitted.Width, _fitted.Height, side);
                var (y, x) = CropImages.Center(side, _fitted.Height, _fitted.Width);
                _square.Resize(side, side);
                for (var row = 0; row < side; row++) _fitted.Row(y + row).Slice(3 * x, 3 * side).CopyTo(_square.Row(row));
                value = _meter.Measure(_square);
            });
        }

        public void Dispose()
        {
        }
    }
}
