using VarMem.Pipeline;
using VarMem.Pipeline.Statistics;
using VarMem.Pipeline.Views;
using VarMem.Store;

namespace VarMem.Images;

/// <summary>A cursor over the images of a view, as the database wants them, and with their crops where those are to be scored.</summary>
sealed class ImageRows : IDisposable
{
    static readonly string[] OfSources = [Columns.ImageId, Columns.Path, Columns.Label, Columns.ClassName, Columns.Split, Columns.TrainRepeats, Columns.Canary];
    static readonly string[] OfFiles = [Columns.Width, Columns.Height, Columns.Sha256, Columns.Statistics];

    readonly DataViewRowCursor _cursor;
    readonly ValueGetter<int> _imageId;
    readonly ValueGetter<int?> _label;
    readonly ValueGetter<string> _path, _className, _split;
    readonly ValueGetter<int?> _trainRepeats;
    readonly ValueGetter<bool?> _canary;
    readonly ValueGetter<VBuffer<float>>? _crops;
    readonly ValueGetter<VBuffer<long>>? _cropLabels;
    readonly ValueGetter<int>? _width, _height;
    readonly ValueGetter<string>? _sha256;
    readonly ValueGetter<ImageStatistics>? _statistics;

    VBuffer<float> _values = new();
    VBuffer<long> _labels = new();

    /// <param name="withCrops">False opens no file: rows can be described, but not read.</param>
    public ImageRows(IDataView view, bool withCrops)
    {
        var files = withCrops && view.Schema.GetColumnOrNull(Columns.Sha256) is not null; // tensors have none
        var labels = withCrops && view.Schema.GetColumnOrNull(Columns.CropLabels) is not null;
        string[] ofCrops = [.. withCrops ? [Columns.Crops] : (string[])[], .. labels ? [Columns.CropLabels] : (string[])[], .. files ? OfFiles : []];
        _cursor = view.GetRowCursor([.. OfSources, .. ofCrops]);
        _imageId = _cursor.GetGetter<int>(Columns.ImageId);
        _path = _cursor.GetGetter<string>(Columns.Path);
        _label = _cursor.GetGetter<int?>(Columns.Label);
        _className = _cursor.GetGetter<string>(Columns.ClassName);
        _split = _cursor.GetGetter<string>(Columns.Split);
        _trainRepeats = _cursor.GetGetter<int?>(Columns.TrainRepeats);
        _canary = _cursor.GetGetter<bool?>(Columns.Canary);
        if (withCrops) _crops = _cursor.GetGetter<VBuffer<float>>(Columns.Crops);
        if (labels) _cropLabels = _cursor.GetGetter<VBuffer<long>>(Columns.CropLabels);
        if (!files) return;
        _width = _cursor.GetGetter<int>(Columns.Width);
        _height = _cursor.GetGetter<int>(Columns.Height);
        _sha256 = _cursor.GetGetter<string>(Columns.Sha256);
        _statistics = _cursor.GetGetter<ImageStatistics>(Columns.Statistics);
    }

    public bool MoveNext() => _cursor.MoveNext();

    public int ImageId => Get(_imageId);

    public string Path => Get(_path);

    /// <summary>(A, 3, side, side), after <see cref="ReadCrops"/>; reused from row to row.</summary>
    public ReadOnlySpan<float> Crops => _values.GetValues();

    /// <summary>The label that each crop goes through the network with (A), after <see cref="ReadCrops"/>; empty where that takes none.</summary>
    public ReadOnlySpan<long> CropLabels => _labels.GetValues();

    /// <summary>Computes the row's crops.</summary>
    /// <exception cref="ImageException">The image cannot be used; the next row can be moved to.</exception>
    public void ReadCrops()
    {
        _crops!(ref _values!);
        _cropLabels?.Invoke(ref _labels!);
    }

    /// <summary>What the source says of the image, without opening its file.</summary>
    public ImageRow Described() =>
        new(ImageId, Path, Get(_label), Get(_className), Get(_split), TrainRepeats: Get(_trainRepeats), Canary: Get(_canary));

    /// <summary>The rows of tables image and image_statistic, after <see cref="ReadCrops"/>.</summary>
    public ImageRow Read() => Described() with
    {
        Width = _width is null ? null : Get(_width),
        Height = _height is null ? null : Get(_height),
        Sha256 = _sha256 is null ? null : Get(_sha256),
        Statistics = _statistics is null ? null : Row(Get(_statistics)),
    };

    static ImageStatisticRow Row(ImageStatistics statistics) => new()
    {
        LuminanceMean = statistics.LuminanceMean,
        LuminanceVariance = statistics.LuminanceVariance,
        Colourfulness = statistics.Colourfulness,
        EdgeDensity = statistics.EdgeDensity,
        HighFrequency = statistics.HighFrequency,
        Entropy = statistics.Entropy,
        ConstantArea = statistics.ConstantArea,
        CompressedSize = statistics.CompressedSize,
    };

    static T Get<T>(ValueGetter<T> getter)
    {
        T? value = default;
        getter(ref value);
        return value!;
    }

    public void Dispose() => _cursor.Dispose();
}
