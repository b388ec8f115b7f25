using Microsoft.Win32.SafeHandles;

namespace VarMem.Pipeline.Native;

/// <summary>Owns one reference to an image, whose pixels may not be computed yet.</summary>
sealed class VipsImage : SafeHandleZeroOrMinusOneIsInvalid
{
    /// <summary>Takes over a reference that is the caller's.</summary>
    public VipsImage(nint owned)
        : base(true) => SetHandle(owned);

    protected override bool ReleaseHandle()
    {
        Vips.ObjectUnref(handle);
        return true;
    }
}
