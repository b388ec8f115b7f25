using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using VarMem.Pipeline.Numpy;
using VarMem.Pipeline.Views;

namespace VarMem.Pipeline.Sources;

/// <summary>
/// Crops made elsewhere: <c>images.npy</c> (N·A, 3, H, W) float32 in [−1, 1], A consecutive crops an image, and <c>labels.npy</c> (N,).
/// Image_ids are 0…N−1 and paths their text; there is no split. Crops are read from the file when a row asks for them; a
/// value that is not finite or not in [−1, 1] is then the row's <see cref="ImageException"/>.
/// </summary>
public sealed class TensorFile : IDataView
{
    /// <summary>Rounding may carry a value a little beyond 1.</summary>
    const float Limit = 1 + 1e-3f;

    readonly string _images;
    readonly NpyHeader _header;
    readonly int _count;
    readonly int[]? _labels;

    TensorFile(string images, NpyHeader header, int augmentations, int[]? labels)
    {
        (_images, _header, _labels) = (images, header, labels);
        (Augmentations, _count) = (augmentations, (int)(header.Shape[0] / augmentations));
        (Height, Width) = ((int)header.Shape[2], (int)header.Shape[3]);
    }

    /// <summary>A: crops an image.</summary>
    public int Augmentations { get; }

    public int Height { get; }

    public int Width { get; }

    public DataViewSchema Schema { get; } = new DataViewSchema.Builder()
        .AddColumn<int>(Columns.ImageId)
        .AddColumn<string>(Columns.Path)
        .AddColumn<int?>(Columns.Label)
        .AddColumn<string>(Columns.ClassName)
        .AddColumn<string>(Columns.Split)
        .AddColumn<int?>(Columns.TrainRepeats)
        .AddColumn<bool?>(Columns.Canary)
        .AddColumn<VBuffer<float>>(Columns.Crops)
        .ToSchema();

    /// <param name="images">The .npy file of the crops.</param>
    /// <param name="labels">The .npy file of the labels, int64 or int32.</param>
    /// <param name="classCount">How many classes the model knows, where the labels are to be checked.</param>
    /// <exception cref="PipelineException">A file is missing, not of that type and shape, or shorter than its header says.</exception>
    public static TensorFile Open(string images, string labels, int? classCount = null)
    {
        var header = Header(images);
        var values = ReadLabels(labels, classCount);
        if (values.Length == 0 || header.Shape[0] == 0 || header.Shape[0] % values.Length != 0)
            throw Throw.TensorCount(images, header, labels, values.Length);
        return new TensorFile(images, header, (int)(header.Shape[0] / values.Length), values);
    }

    /// <summary>Crops without labels, for networks that take none.</summary>
    /// <param name="images">The .npy file of the crops.</param>
    /// <param name="augmentations">A: consecutive crops that belong to one image.</param>
    /// <exception cref="PipelineException">The file is missing, not of that type and shape, or shorter than its header says.</exception>
    public static TensorFile Open(string images, int augmentations)
    {
        var header = Header(images);
        if (header.Shape[0] == 0 || header.Shape[0] % augmentations != 0) throw Throw.TensorAugmentations(images, header, augmentations);
        return new TensorFile(images, header, augmentations, labels: null);
    }

    public long? GetRowCount() => _count;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded) => new Cursor(this, columnsNeeded);

    static NpyHeader Header(string images)
    {
        var header = NpyHeader.Read(images);
        return header.Type == typeof(float) && header.Shape is [_, 3, _, _]
            ? header
            : throw Throw.TensorShape(images, header, "float32 (N·A, 3, H, W)");
    }

    static int[] ReadLabels(string file, int? classCount)
    {
        var header = NpyHeader.Read(file);
        if (header.Shape.Length != 1 || (header.Type != typeof(long) && header.Type != typeof(int)))
            throw Throw.TensorShape(file, header, "int64 or int32 (N,)");
        var values = header.Type == typeof(long)
            ? Npy.Read<long>(file).Values
            : [.. Npy.Read<int>(file).Values.Select(value => (long)value)];
        var bad = Array.FindIndex(values, value => value < 0 || value >= (classCount ?? int.MaxValue));
        return bad < 0 ? [.. values.Select(value => (int)value)] : throw Throw.TensorLabel(file, bad, values[bad], classCount);
    }

    /// <summary>The index of the first value that is not within ±<see cref="Limit"/>, as NaN never is; −1 if all are.</summary>
    static int FirstOutside(ReadOnlySpan<float> values)
    {
        var limit = new Vector<float>(Limit);
        var i = 0;
        while (i <= values.Length - Vector<float>.Count && Vector.LessThanOrEqualAll(Vector.Abs(new Vector<float>(values[i..])), limit))
            i += Vector<float>.Count;
        while (i < values.Length && Math.Abs(values[i]) <= Limit) i++;
        return i < values.Length ? i : -1;
    }

    sealed class Cursor(TensorFile source, IEnumerable<DataViewSchema.Column> columnsNeeded)
        : DataViewRowCursor(source.Schema, columnsNeeded)
    {
        readonly FileStream _file = File.OpenRead(source._images);
        int _position = -1;

        public override long Position => _position;

        public override bool MoveNext() => _position < source._count && ++_position < source._count;

        protected internal override Delegate GetGetter(DataViewSchema.Column column) => column.Name switch
        {
            Columns.ImageId => Getter(position => position),
            Columns.Path => Getter(Number),
            Columns.Label => Getter<int?>(position => source._labels?[position]),
            Columns.ClassName => Getter(position => source._labels is { } labels ? Number(labels[position]) : null),
            Columns.Split => Getter<string?>(_ => null),
            Columns.TrainRepeats => Getter<int?>(_ => null),
            Columns.Canary => Getter<bool?>(_ => null),
            _ => (ValueGetter<VBuffer<float>>)(([AllowNull] ref VBuffer<float> value) => ReadCrops(value ??= new())),
        };

        ValueGetter<T> Getter<T>(Func<int, T> value) => ([AllowNull] ref T result) => result = value(_position);

        static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

        void ReadCrops(VBuffer<float> crops)
        {
            var length = source.Augmentations * 3 * source.Height * source.Width; // (A, 3, H, W)
            _file.Position = source._header.DataOffset + (long)_position * length * sizeof(float);
            var values = crops.Resize(length);
            _file.ReadExactly(MemoryMarshal.AsBytes(values));
            if (FirstOutside(values) is >= 0 and var bad) throw Outside(bad, values[bad]);
        }

        // index in (A, 3, H, W)
        Exception Outside(int index, float value)
        {
            var (row, x) = Math.DivRem(index, source.Width);
            var (plane, y) = Math.DivRem(row, source.Height);
            var (crop, channel) = Math.DivRem(plane, 3);
            throw Throw.TensorValue(Number(_position), value, crop, channel, y, x);
        }

        protected override void Dispose(bool disposing) => _file.Dispose();
    }
}
