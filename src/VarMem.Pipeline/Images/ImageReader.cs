using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;
using VarMem.Pipeline.Native;

namespace VarMem.Pipeline.Images;

/// <summary>
/// Reads picture files to 8-bit RGB, equal to Pillow's <c>convert('RGB')</c> save that alpha is flattened on white (see
/// <see cref="PixelLayout"/>). No EXIF rotation, no colour profile; of several frames or pages the first. A truncated file is an error, as
/// is damage that the decoder notices; JPEG has no checksums, so that a changed byte inside may pass.
/// </summary>
sealed unsafe class ImageReader : IDisposable
{
    /// <summary>More pixels than this are refused before any is decoded: Pillow's limit for decompression bombs.</summary>
    public const long MaxPixels = 178_956_970;

    const int MaxSide = 65_535;

    // libvips has one error text for all threads. Only an image that is decoded again while no other is can be given its own.
    static readonly ReaderWriterLockSlim Alone = new();

    byte[] _file = [];
    int _length;
    SafeFileHandle? _handle;
    string? _opened;

    public RgbImage Image { get; } = new();

    /// <summary>Reads the image's bytes. A tar file stays open for its next member; other files are closed at once.</summary>
    /// <exception cref="ImageException">It is missing, empty or cannot be read; <paramref name="path"/> names the image there.</exception>
    public void Open(ImageFile file, string path)
    {
        try
        {
            if (file.Path != _opened) OpenHandle(file.Path);
            var length = file.Length ?? RandomAccess.GetLength(_handle!);
            if (length == 0) throw Throw.EmptyImage(path);
            if (length > Array.MaxLength) throw Throw.LargeFile(path, length);
            if (_file.Length < length) _file = new byte[length];
            for (_length = 0; _length < length;)
            {
                var read = RandomAccess.Read(_handle!, _file.AsSpan(_length, (int)length - _length), file.Offset + _length);
                if (read == 0) break;
                _length += read;
            }
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw Throw.MissingImage(path, file.Path);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException or NotSupportedException) // a pipe has no length
        {
            throw Throw.UnreadableImage(path, e);
        }
        finally
        {
            if (file.Length is null) Close();
        }
    }

    void OpenHandle(string file)
    {
        Close();
        _handle = File.OpenHandle(file, options: FileOptions.SequentialScan);
        _opened = file;
    }

    void Close()
    {
        _handle?.Dispose();
        (_handle, _opened) = (null, null);
    }

    public void Dispose() => Close();

    /// <summary>SHA-256 of the bytes, lower-case hexadecimal.</summary>
    public string Sha256() => Convert.ToHexStringLower(SHA256.HashData(_file.AsSpan(0, _length)));

    /// <summary>Decodes the bytes into <see cref="Image"/>.</summary>
    /// <exception cref="ImageException">They are no picture in a known format, or a damaged or too large one.</exception>
    public void Decode(string path)
    {
        var format = ImageFormat.Of(_file.AsSpan(0, _length)) ?? throw Throw.UnknownFormat(path, _file.AsSpan(0, Math.Min(_length, 8)));
        Alone.EnterReadLock();
        try
        {
            if (TryDecode(format, path)) return;
        }
        finally
        {
            Alone.ExitReadLock();
        }

        Alone.EnterWriteLock();
        try
        {
            Vips.TakeErrors();
            if (!TryDecode(format, path)) throw Throw.DamagedImage(path, format.Name, Vips.TakeErrors());
        }
        finally
        {
            Alone.ExitWriteLock();
        }
    }

    bool TryDecode(ImageFormat format, string path)
    {
        fixed (byte* file = _file)
        {
            using var load = new VipsOperation(format.Loader)
                .Set("buffer", file, _length)
                .Set("access", "sequential")
                .Set("fail-on", "error");
            if (!load.Run()) return false;
            using var image = load.Image();
            int width = Vips.ImageGetWidth(image), height = Vips.ImageGetHeight(image);
            if ((long)width * height > MaxPixels || Math.Max(width, height) > MaxSide)
                throw Throw.LargeImage(path, width, height, MaxPixels, MaxSide);
            var layout = new PixelLayout(Vips.ImageGetBands(image), Vips.ImageGetFormat(image), Vips.ImageGetInterpretation(image));
            if (!layout.IsKnown) throw Throw.UnknownLayout(path, layout);

            var samples = Vips.ImageWriteToMemory(image, out _);
            if (samples == null) return false;
            try
            {
                layout.ToRgb(samples, Image.Resize(width, height));
                return true;
            }
            finally
            {
                Vips.Free(samples);
            }
        }
    }
}
