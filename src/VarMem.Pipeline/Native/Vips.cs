using System.Runtime.InteropServices;

namespace VarMem.Pipeline.Native;

/// <summary>
/// libvips, set up once for its use here: images are worked on in parallel, each on one thread; nothing is cached, for no image comes
/// twice; loaders that are not meant for untrusted files are blocked. https://www.libvips.org/API/8.17/
/// </summary>
static unsafe partial class Vips
{
    const string Library = "vips";
    const int LogLevelWarning = 1 << 4;

    static Vips()
    {
        if (Init("varmem") != 0) throw Throw.VipsInit(TakeErrors());
        ConcurrencySet(1);
        CacheSetMax(0);
        BlockUntrustedSet(1);
        // Damage in a picture is reported by an exception, not on stderr.
        LogSetHandler("VIPS", LogLevelWarning, &Discard, 0);
    }

    /// <summary>The texts of all errors since the last call, of any thread, on one line.</summary>
    public static string TakeErrors()
    {
        var text = Marshal.PtrToStringUTF8(ErrorBuffer()) ?? "";
        ErrorClear();
        return string.Join("; ", text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct());
    }

    [UnmanagedCallersOnly]
    static void Discard(byte* domain, int level, byte* message, nint data)
    {
    }

    [LibraryImport(Library, EntryPoint = "vips_init", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Init(string program);

    /// <summary>Owned by libvips, for good.</summary>
    [LibraryImport(Library, EntryPoint = "vips_version_string")]
    public static partial nint VersionString();

    [LibraryImport(Library, EntryPoint = "vips_concurrency_set")]
    private static partial void ConcurrencySet(int threads);

    [LibraryImport(Library, EntryPoint = "vips_cache_set_max")]
    private static partial void CacheSetMax(int operations);

    [LibraryImport(Library, EntryPoint = "vips_block_untrusted_set")]
    private static partial void BlockUntrustedSet(int state);

    /// <summary>Owned by libvips; valid until the next error.</summary>
    [LibraryImport(Library, EntryPoint = "vips_error_buffer")]
    private static partial nint ErrorBuffer();

    [LibraryImport(Library, EntryPoint = "vips_error_clear")]
    private static partial void ErrorClear();

    [LibraryImport(Library, EntryPoint = "g_log_set_handler", StringMarshalling = StringMarshalling.Utf8)]
    private static partial uint LogSetHandler(
        string domain, int levels, delegate* unmanaged<byte*, int, byte*, nint, void> handler, nint data);
}
