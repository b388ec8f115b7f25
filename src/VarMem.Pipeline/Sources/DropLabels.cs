using System.Diagnostics.CodeAnalysis;
using VarMem.Pipeline.Views;

namespace VarMem.Pipeline.Sources;

/// <summary>
/// The label of each of an image's A crops: its class, or with the given probability the null class, each crop on its own, as VAR's
/// published forward pass does it even in evaluation (there unseeded, with probability 0.1).
/// </summary>
public sealed class DropLabels(LabelDropOptions options) : RowToRowTransformer
{
    protected internal override DataViewSchema Inputs { get; } = new DataViewSchema.Builder()
        .AddColumn<int?>(Columns.Label)
        .AddColumn<string>(Columns.Path)
        .ToSchema();

    protected internal override DataViewSchema Outputs { get; } = new DataViewSchema.Builder()
        .AddColumn<VBuffer<long>>(Columns.CropLabels)
        .ToSchema();

    protected internal override IRowMapper CreateMapper(DataViewRow input, Func<string, bool> isActive) => new Mapper(options, input);

    /// <summary>
    /// Whether crop <paramref name="index"/> goes without its class: u/2⁶⁴ below the probability, u being the first number that
    /// <see cref="SeededHash"/> draws for "label".
    /// </summary>
    internal static bool IsDropped(LabelDropOptions options, string path, int index) =>
        SeededHash.Draw("label", options.Seed, path, index).First / 18446744073709551616.0 < options.Probability
        || options.Probability >= 1; // u/2⁶⁴ may round to 1

    sealed class Mapper(LabelDropOptions options, DataViewRow input) : IRowMapper
    {
        int? _label;
        string? _path;

        public Delegate GetGetter(string column)
        {
            var label = input.GetGetter<int?>(Columns.Label);
            var path = input.GetGetter<string>(Columns.Path);
            return (ValueGetter<VBuffer<long>>)(([AllowNull] ref VBuffer<long> value) =>
            {
                label(ref _label);
                path(ref _path);
                var labels = (value ??= new()).Resize(options.Augmentations); // (A)
                for (var index = 0; index < labels.Length; index++)
                    labels[index] = options.Probability > 0 && IsDropped(options, _path, index) ? options.NullClass : _label!.Value;
            });
        }

        public void Dispose()
        {
        }
    }
}

/// <summary>How labels are dropped.</summary>
public readonly record struct LabelDropOptions
{
    /// <summary>From 0, never, to 1, always.</summary>
    public double Probability { get; init; }

    /// <summary>The label that stands for no class: the number of classes.</summary>
    public required int NullClass { get; init; }

    /// <summary>A: crops an image.</summary>
    public required int Augmentations { get; init; }

    /// <summary>With the image's path and the crop's index, all that dropping depends on.</summary>
    public long Seed { get; init; }
}
