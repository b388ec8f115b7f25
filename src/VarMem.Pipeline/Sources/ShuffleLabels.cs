using System.Diagnostics.CodeAnalysis;
using VarMem.Pipeline.Views;

namespace VarMem.Pipeline.Sources;

/// <summary>
/// Gives all crops of an image the label of one other class, any of them alike: the control of what depends on the label at all. The
/// null class stays.
/// </summary>
public sealed class ShuffleLabels(LabelShuffleOptions options) : RowToRowTransformer
{
    protected internal override DataViewSchema Inputs { get; } = new DataViewSchema.Builder()
        .AddColumn<VBuffer<long>>(Columns.CropLabels)
        .AddColumn<string>(Columns.Path)
        .ToSchema();

    protected internal override DataViewSchema Outputs { get; } = new DataViewSchema.Builder()
        .AddColumn<VBuffer<long>>(Columns.CropLabels)
        .ToSchema();

    protected internal override IRowMapper CreateMapper(DataViewRow input, Func<string, bool> isActive) => new Mapper(options, input);

    /// <summary>
    /// Number k of the classes without <paramref name="label"/>, in their order: k is what <see cref="SeededHash.Below"/> makes of the
    /// first number that <see cref="SeededHash"/> draws for "shuffle" and index 0.
    /// </summary>
    internal static long Other(LabelShuffleOptions options, string path, long label)
    {
        var k = SeededHash.Below(options.ClassCount - 1, SeededHash.Draw("shuffle", options.Seed, path, 0).First);
        return k < label ? k : k + 1;
    }

    sealed class Mapper(LabelShuffleOptions options, DataViewRow input) : IRowMapper
    {
        VBuffer<long>? _labels;
        string? _path;

        public Delegate GetGetter(string column)
        {
            var labels = input.GetGetter<VBuffer<long>>(Columns.CropLabels);
            var path = input.GetGetter<string>(Columns.Path);
            return (ValueGetter<VBuffer<long>>)(([AllowNull] ref VBuffer<long> value) =>
            {
                labels(ref _labels);
                path(ref _path);
                var shuffled = (value ??= new()).Resize(_labels.Length); // (A)
                _labels.GetValues().CopyTo(shuffled);
                foreach (ref var label in shuffled)
                    if (label != options.ClassCount) label = Other(options, _path, label);
            });
        }

        public void Dispose()
        {
        }
    }
}

/// <summary>How labels are shuffled.</summary>
public readonly record struct LabelShuffleOptions
{
    /// <summary>Classes of the network, two or more; the label that many is the null class.</summary>
    public required int ClassCount { get; init; }

    /// <summary>With the image's path, all that the other class depends on.</summary>
    public long Seed { get; init; }
}
