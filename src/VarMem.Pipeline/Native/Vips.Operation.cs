using System.Runtime.InteropServices;

namespace VarMem.Pipeline.Native;

// Operations by name with their arguments as GObject properties: libvips' own functions for them are variadic, which P/Invoke cannot call.
static unsafe partial class Vips
{
    /// <summary>Null if there is no such operation. The result is owned by the caller: g_object_unref.</summary>
    [LibraryImport(Library, EntryPoint = "vips_operation_new", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint OperationNew(string name);

    /// <summary>
    /// Runs the operation. Null on failure, else a reference that is the caller's in addition to the one to <paramref name="operation"/>.
    /// </summary>
    [LibraryImport(Library, EntryPoint = "vips_cache_operation_build")]
    public static partial nint CacheOperationBuild(nint operation);

    /// <summary>Gives back the outputs that were not read; needed before g_object_unref, after failure too.</summary>
    [LibraryImport(Library, EntryPoint = "vips_object_unref_outputs")]
    public static partial void ObjectUnrefOutputs(nint operation);

    [LibraryImport(Library, EntryPoint = "g_object_unref")]
    public static partial void ObjectUnref(nint instance);

    /// <summary>Sets an argument that is a number, a truth value or a word of an enumeration; 0 or an error.</summary>
    [LibraryImport(Library, EntryPoint = "vips_object_set_argument_from_string", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int SetArgument(nint operation, string name, string value);

    /// <summary>Copies or references what the value holds; the value stays the caller's.</summary>
    [LibraryImport(Library, EntryPoint = "g_object_set_property", StringMarshalling = StringMarshalling.Utf8)]
    public static partial void SetProperty(nint instance, string name, GValue* value);

    /// <summary>Puts a copy or a reference into the value, which g_value_unset gives back.</summary>
    [LibraryImport(Library, EntryPoint = "g_object_get_property", StringMarshalling = StringMarshalling.Utf8)]
    public static partial void GetProperty(nint instance, string name, GValue* value);
}
