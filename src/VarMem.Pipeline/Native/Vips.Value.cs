using System.Runtime.InteropServices;

namespace VarMem.Pipeline.Native;

/// <summary>GLib's tagged value: zeros, then <see cref="Vips.ValueInit"/>, and <see cref="Vips.ValueUnset"/> at the end.</summary>
[StructLayout(LayoutKind.Sequential)]
struct GValue
{
    public nuint Type;
    public ulong Data0, Data1;
}

static unsafe partial class Vips
{
    /// <summary>0 where the type is not registered.</summary>
    [LibraryImport(Library, EntryPoint = "g_type_from_name", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nuint TypeFromName(string name);

    [LibraryImport(Library, EntryPoint = "g_value_init")]
    public static partial GValue* ValueInit(GValue* value, nuint type);

    [LibraryImport(Library, EntryPoint = "g_value_unset")]
    public static partial void ValueUnset(GValue* value);

    /// <summary>The value takes a reference of its own.</summary>
    [LibraryImport(Library, EntryPoint = "g_value_set_object")]
    public static partial void ValueSetObject(GValue* value, nint instance);

    /// <summary>Borrowed: valid until the value is unset.</summary>
    [LibraryImport(Library, EntryPoint = "g_value_get_object")]
    public static partial nint ValueGetObject(GValue* value);

    /// <summary>The value takes a copy, for a blob a reference.</summary>
    [LibraryImport(Library, EntryPoint = "g_value_set_boxed")]
    public static partial void ValueSetBoxed(GValue* value, nint boxed);

    /// <summary>Borrowed: valid until the value is unset.</summary>
    [LibraryImport(Library, EntryPoint = "g_value_get_boxed")]
    public static partial nint ValueGetBoxed(GValue* value);

    [LibraryImport(Library, EntryPoint = "g_object_ref")]
    public static partial nint ObjectRef(nint instance);

    /// <summary>A blob over the caller's memory where <paramref name="free"/> is null; owned by the caller: vips_area_unref.</summary>
    [LibraryImport(Library, EntryPoint = "vips_blob_new")]
    public static partial nint BlobNew(nint free, byte* data, nuint length);

    /// <summary>Borrowed: valid as long as the blob.</summary>
    [LibraryImport(Library, EntryPoint = "vips_blob_get")]
    public static partial byte* BlobGet(nint blob, out nuint length);

    [LibraryImport(Library, EntryPoint = "vips_area_unref")]
    public static partial void AreaUnref(nint area);
}
