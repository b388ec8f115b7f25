using System.Runtime.InteropServices;
using VarMem.Pipeline.Native;

namespace VarMem.Pipeline.Images;

/// <summary>libvips, which decodes the images.</summary>
public static class ImageLibrary
{
    /// <summary>Its version, such as 8.18.7.</summary>
    public static string Version => Marshal.PtrToStringUTF8(Vips.VersionString())!;
}
