using System.Diagnostics;
using VarMem.Models;
using VarMem.Models.Checkpoints;

namespace VarMem.Tests.Models.Checkpoints;

/// <summary>
/// Opens a file that may be hostile and reads all there is, within bounds of time and memory that follow from its length.
/// </summary>
static class Trial
{
    /// <summary>Bytes allocated for a byte of the file: a one-byte opcode makes an empty dict.</summary>
    const int Growth = 200;

    /// <summary>Allocated whatever the file: buffers, the file stream, an error.</summary>
    const int Fixed = 2_000_000;

    /// <summary>A minute is far more than any of the files takes, but less than anything quadratic in it.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>Null after success, else the one line that says why not. Any exception but <see cref="ModelException"/> fails.</summary>
    internal static string? Run(string path)
    {
        var clock = Stopwatch.StartNew();
        var before = GC.GetAllocatedBytesForCurrentThread();
        var error = Read(path);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.InRange(allocated, 0, Fixed + Growth * new FileInfo(path).Length);
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, Patience);
        if (error is not null)
        {
            Assert.DoesNotContain(error, char.IsControl);
            Assert.InRange(error.Length, 1, path.Length + 1500);
        }
        return error;
    }

    static string? Read(string path)
    {
        try
        {
            using var checkpoint = Checkpoint.Open(path);
            foreach (var tensor in checkpoint.Tensors.Values)
            {
                _ = tensor.ElementType switch
                {
                    ElementType.Bool => 0,
                    <= ElementType.Float64 => checkpoint.ReadFloats(tensor.Name).Length,
                    _ => checkpoint.ReadInt64(tensor.Name).Length,
                };
            }
            return null;
        }
        catch (ModelException e)
        {
            return e.Message;
        }
    }
}
