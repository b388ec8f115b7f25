using System.Diagnostics.CodeAnalysis;
using VarMem.Pipeline.Images;
using VarMem.Pipeline.Views;

namespace VarMem.Pipeline.Sources;

/// <summary>A list of image files as a view: the row of image_id i is row i.</summary>
/// <param name="folder">The folder that the images' paths start from.</param>
public sealed class ImageSource(string folder, IReadOnlyList<SourceImage> rows) : IDataView
{
    public string Folder => folder;

    public IReadOnlyList<SourceImage> Rows => rows;

    public DataViewSchema Schema { get; } = new DataViewSchema.Builder()
        .AddColumn<int>(Columns.ImageId)
        .AddColumn<string>(Columns.Path)
        .AddColumn<ImageFile>(Columns.File)
        .AddColumn<int?>(Columns.Label)
        .AddColumn<string>(Columns.ClassName)
        .AddColumn<string>(Columns.Split)
        .AddColumn<int?>(Columns.TrainRepeats)
        .AddColumn<bool?>(Columns.Canary)
        .ToSchema();

    public long? GetRowCount() => rows.Count;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded) => new Cursor(this, columnsNeeded);

    sealed class Cursor(ImageSource source, IEnumerable<DataViewSchema.Column> columnsNeeded)
        : DataViewRowCursor(source.Schema, columnsNeeded)
    {
        int _position = -1;

        public override long Position => _position;

        public override bool MoveNext() => _position < source.Rows.Count && ++_position < source.Rows.Count;

        protected internal override Delegate GetGetter(DataViewSchema.Column column) => column.Name switch
        {
            Columns.ImageId => Getter(row => row.ImageId),
            Columns.Path => Getter(row => row.Path),
            Columns.File => Getter(row => row.File),
            Columns.Label => Getter(row => row.Label),
            Columns.ClassName => Getter(row => row.ClassName),
            Columns.Split => Getter(row => row.Split),
            Columns.TrainRepeats => Getter(row => row.TrainRepeats),
            _ => Getter(row => row.Canary),
        };

        ValueGetter<T> Getter<T>(Func<SourceImage, T> value) => ([AllowNull] ref T result) => result = value(source.Rows[_position]);
    }
}
