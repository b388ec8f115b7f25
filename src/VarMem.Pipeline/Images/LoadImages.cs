using System.Diagnostics.CodeAnalysis;
using VarMem.Pipeline.Views;

namespace VarMem.Pipeline.Images;

/// <summary>Reads each image's file, once: picture, size and hash. What cannot be read is the row's ImageException.</summary>
public sealed class LoadImages : RowToRowTransformer
{
    protected internal override DataViewSchema Inputs { get; } = new DataViewSchema.Builder()
        .AddColumn<ImageFile>(Columns.File)
        .AddColumn<string>(Columns.Path)
        .ToSchema();

    protected internal override DataViewSchema Outputs { get; } = new DataViewSchema.Builder()
        .AddColumn<RgbImage>(Columns.Image)
        .AddColumn<int>(Columns.Width)
        .AddColumn<int>(Columns.Height)
        .AddColumn<string>(Columns.Sha256)
        .ToSchema();

    protected internal override IRowMapper CreateMapper(DataViewRow input, Func<string, bool> isActive) => new Mapper(input, isActive);

    sealed class Mapper : IRowMapper
    {
        readonly DataViewRow _input;
        readonly ValueGetter<ImageFile>? _file;
        readonly ValueGetter<string>? _path;
        readonly bool _decodes, _hashes;
        readonly ImageReader _reader = new();
        long _position = -1;
        ImageFile _imageFile;
        string? _imagePath, _sha256;
        ImageException? _failure;

        public Mapper(DataViewRow input, Func<string, bool> isActive)
        {
            _input = input;
            _decodes = isActive(Columns.Image) || isActive(Columns.Width) || isActive(Columns.Height);
            _hashes = isActive(Columns.Sha256);
            if (!_decodes && !_hashes) return;
            _file = input.GetGetter<ImageFile>(Columns.File);
            _path = input.GetGetter<string>(Columns.Path);
        }

        public Delegate GetGetter(string column) => column switch
        {
            Columns.Image => (ValueGetter<RgbImage>)(([AllowNull] ref RgbImage value) => Row().Image.CopyTo(ref value)),
            Columns.Width => (ValueGetter<int>)((ref int value) => value = Row().Image.Width),
            Columns.Height => (ValueGetter<int>)((ref int value) => value = Row().Image.Height),
            _ => (ValueGetter<string>)(([AllowNull] ref string value) => { Row(); value = _sha256!; }),
        };

        public void Dispose() => _reader.Dispose();

        /// <summary>The reader with the current row's file, read when the first of its columns is asked for.</summary>
        ImageReader Row()
        {
            if (_position != _input.Position) Read();
            return _failure is null ? _reader : throw _failure;
        }

        void Read()
        {
            _position = _input.Position;
            _failure = null;
            _file!(ref _imageFile);
            _path!(ref _imagePath);
            try
            {
                _reader.Open(_imageFile, _imagePath);
                if (_hashes) _sha256 = _reader.Sha256();
                if (_decodes) _reader.Decode(_imagePath);
            }
            catch (ImageException e)
            {
                _failure = e;
            }
        }
    }
}
