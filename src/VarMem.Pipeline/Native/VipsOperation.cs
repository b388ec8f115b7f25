using Microsoft.Win32.SafeHandles;

namespace VarMem.Pipeline.Native;

/// <summary>Owns one libvips operation: its arguments are set, it is run once, its output is read.</summary>
sealed unsafe class VipsOperation : SafeHandleZeroOrMinusOneIsInvalid
{
    static readonly nuint ImageType = Vips.TypeFromName("VipsImage");
    static readonly nuint BlobType = Vips.TypeFromName("VipsBlob");

    readonly string _name;

    public VipsOperation(string name)
        : base(true)
    {
        _name = name;
        SetHandle(Vips.OperationNew(name));
        if (IsInvalid) throw Throw.VipsUsage(name, Vips.TakeErrors());
    }

    public VipsOperation Set(string argument, string value)
    {
        if (Vips.SetArgument(handle, argument, value) != 0) throw Throw.VipsUsage(_name, Vips.TakeErrors());
        return this;
    }

    public VipsOperation Set(string argument, VipsImage image)
    {
        GValue value = default;
        Vips.ValueInit(&value, ImageType);
        Vips.ValueSetObject(&value, image.DangerousGetHandle());
        Vips.SetProperty(handle, argument, &value);
        Vips.ValueUnset(&value);
        GC.KeepAlive(image);
        return this;
    }

    /// <summary>Passes bytes without copying them: they must stay until the operation and the images made by it are disposed.</summary>
    public VipsOperation Set(string argument, byte* bytes, int length)
    {
        var blob = Vips.BlobNew(0, bytes, (nuint)length);
        GValue value = default;
        Vips.ValueInit(&value, BlobType);
        Vips.ValueSetBoxed(&value, blob);
        Vips.SetProperty(handle, argument, &value);
        Vips.ValueUnset(&value);
        Vips.AreaUnref(blob);
        return this;
    }

    /// <summary>False on failure; <see cref="Vips.TakeErrors"/> says why.</summary>
    public bool Run()
    {
        var built = Vips.CacheOperationBuild(handle);
        if (built == 0) return false;
        Vips.ObjectUnref(handle);
        SetHandle(built);
        return true;
    }

    public VipsImage Image(string output = "out")
    {
        GValue value = default;
        Vips.ValueInit(&value, ImageType);
        Vips.GetProperty(handle, output, &value);
        var image = new VipsImage(Vips.ObjectRef(Vips.ValueGetObject(&value)));
        Vips.ValueUnset(&value);
        return image;
    }

    public byte[] Bytes(string output = "buffer")
    {
        GValue value = default;
        Vips.ValueInit(&value, BlobType);
        Vips.GetProperty(handle, output, &value);
        var start = Vips.BlobGet(Vips.ValueGetBoxed(&value), out var length);
        var bytes = new ReadOnlySpan<byte>(start, checked((int)length)).ToArray();
        Vips.ValueUnset(&value);
        return bytes;
    }

    protected override bool ReleaseHandle()
    {
        Vips.ObjectUnrefOutputs(handle);
        Vips.ObjectUnref(handle);
        return true;
    }
}
