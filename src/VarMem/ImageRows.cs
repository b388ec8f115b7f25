using VarMem.Pipeline;
using VarMem.Pipeline.Views;
using VarMem.Store;

namespace VarMem;

/// <summary>A cursor over the images of a view with every column that the database and the session want; buffers are reused from row to row.</summary>
sealed class ImageRows : IDisposable
{
    static readonly string[] Always = [Columns.ImageId, Columns.Path, Columns.Label, Columns.ClassName, Columns.Split, Columns.TrainRepeats, Columns.Crops];
    static readonly string[] OfFiles = [Columns.Width, Columns.Height, Columns.Sha256];

    readonly DataViewRowCursor _cursor;
    readonly ValueGetter<int> _imageId, _label;
    readonly ValueGetter<string> _path, _className, _split;
    readonly ValueGetter<int?> _trainRepeats;
    readonly ValueGetter<VBuffer<float>> _crops;
    readonly ValueGetter<int>? _width, _height;
    readonly ValueGetter<string>? _sha256;

    VBuffer<float> _values = new();

    public ImageRows(IDataView view)
    {
        var files = view.Schema.Any(column => column.Name == Columns.Sha256); // tensors have none
        _cursor = view.GetRowCursor(files ? [.. Always, .. OfFiles] : Always);
        _imageId = _cursor.GetGetter<int>(Columns.ImageId);
        _path = _cursor.GetGetter<string>(Columns.Path);
        _label = _cursor.GetGetter<int>(Columns.Label);
        _className = _cursor.GetGetter<string>(Columns.ClassName);
        _split = _cursor.GetGetter<string>(Columns.Split);
        _trainRepeats = _cursor.GetGetter<int?>(Columns.TrainRepeats);
        _crops = _cursor.GetGetter<VBuffer<float>>(Columns.Crops);
        if (!files) return;
        _width = _cursor.GetGetter<int>(Columns.Width);
        _height = _cursor.GetGetter<int>(Columns.Height);
        _sha256 = _cursor.GetGetter<string>(Columns.Sha256);
    }

    public bool MoveNext() => _cursor.MoveNext();

    public int ImageId => Get(_imageId);

    public string Path => Get(_path);

    public int Label => Get(_label);

    /// <summary>(A, 3, side, side), after <see cref="Read"/>.</summary>
    public ReadOnlySpan<float> Crops => _values.GetValues();

    /// <summary>The row of table image, after <see cref="Read"/>.</summary>
    public ImageRow Row { get; private set; } = null!;

    /// <summary>Computes the row.</summary>
    /// <exception cref="ImageException">The image cannot be used; the next row can be moved to.</exception>
    public void Read()
    {
        _crops(ref _values!);
        Row = new ImageRow(ImageId, Path, Label, Get(_className), Get(_split),
            _width is null ? null : Get(_width), _height is null ? null : Get(_height), _sha256 is null ? null : Get(_sha256), Get(_trainRepeats));
    }

    static T Get<T>(ValueGetter<T> getter)
    {
        T? value = default;
        getter(ref value);
        return value!;
    }

    public void Dispose() => _cursor.Dispose();
}
