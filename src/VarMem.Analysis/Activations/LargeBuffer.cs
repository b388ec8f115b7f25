using System.Runtime.InteropServices;

namespace VarMem.Analysis.Activations;

/// <summary>
/// Gigabytes of floats, all 0, outside the garbage collector's heap: on Linux in pages of 2 MiB where the system gives them, since the
/// first touch of 500 times as many small pages takes longer than all that is computed from what they hold.
/// </summary>
sealed unsafe partial class LargeBuffer : SafeHandle
{
    const nuint HugePage = 2 << 20;
    const int AdviseHugePage = 14; // MADV_HUGEPAGE

    public LargeBuffer(long length) : base(0, ownsHandle: true)
    {
        var bytes = ((nuint)length * sizeof(float) + HugePage - 1) / HugePage * HugePage;
        SetHandle((nint)NativeMemory.AlignedAlloc(bytes, HugePage));
        if (OperatingSystem.IsLinux())
            _ = madvise(handle, bytes, AdviseHugePage); // where it is not taken, nothing is wrong
        Parallel.For(0, (long)(bytes / HugePage), page => NativeMemory.Clear((byte*)handle + page * (long)HugePage, HugePage));
    }

    public override bool IsInvalid => handle == 0;

    /// <summary>Valid as long as the buffer.</summary>
    public Span<float> Span(long start, int length) => new((float*)handle + start, length);

    protected override bool ReleaseHandle()
    {
        NativeMemory.AlignedFree((void*)handle);
        return true;
    }

    [LibraryImport("libc")]
    private static partial int madvise(nint address, nuint length, int advice);
}
