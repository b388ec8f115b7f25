using System.IO.Compression;
using System.Text;
using VarMem.Pipeline;
using VarMem.Pipeline.Numpy;

namespace VarMem.Tests.Pipeline.Numpy;

public sealed class NpyTest : IDisposable
{
    readonly TempFolder _folder = new();

    string File => _folder.File("x.npy");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Write_IsReadAgain()
    {
        Npy.Write<int>(File, [1, 2, 3, 4, 5, 6], 2, 3);
        var array = Npy.Read<int>(File);
        Assert.Equal([2, 3], array.Shape);
        Assert.Equal([1, 2, 3, 4, 5, 6], array.Values);
        Npy.Write<double>(File, [0.5]);
        Assert.Empty(Npy.Read<double>(File).Shape);
    }

    // numpy.save of numpy.array([1, 2], 'uint8')
    [Fact]
    public void Write_IsWhatNumPyWrites()
    {
        Npy.Write<byte>(File, [1, 2], 2);
        var header = "{'descr': '|u1', 'fortran_order': False, 'shape': (2,), }".PadRight(117) + "\n";
        Assert.Equal([0x93, .. "NUMPY"u8, 1, 0, 118, 0, .. Encoding.ASCII.GetBytes(header), 1, 2], System.IO.File.ReadAllBytes(File));
    }

    [Theory]
    [InlineData("no header at all", "is no .npy file: its header is not NumPy's.")]
    [InlineData("", "is no .npy file: its header is not NumPy's.")]
    public void Read_OfAnotherFile_SaysSo(string text, string message)
    {
        _folder.Write("x.npy", text);
        Assert.Equal($"{File} {message}", Assert.Throws<PipelineException>(() => Npy.Read<int>(File)).Message);
    }

    [Theory]
    [InlineData("'descr': '>f4', 'fortran_order': False, 'shape': (1,)", "found values of type >f4, expected one of |u1, <i4, <i8, <f4, <f8.")]
    [InlineData(
        "'descr': '<f4', 'fortran_order': True, 'shape': (1, 1)",
        "found Fortran order, expected C order; save it again with numpy.ascontiguousarray.")]
    [InlineData("'descr': '<f4', 'fortran_order': False, 'shape': (1,)", "found float32 (1,), expected int32 (1,).")]
    public void Read_OfAnotherHeader_SaysFoundAndExpected(string entries, string message)
    {
        var header = $"{{{entries}, }}";
        _folder.Write("x.npy", [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. Encoding.ASCII.GetBytes(header), 0, 0, 0, 0]);
        Assert.Equal($"{File}: {message}", Assert.Throws<PipelineException>(() => Npy.Read<int>(File)).Message);
    }

    [Fact]
    public void Npz_IsStoredAndReadAgain()
    {
        var file = _folder.File("x.npz");
        using (var writer = new NpzWriter(file))
        {
            var first = writer.Add<float>("blocks.0.attn.proj", 2, 2);
            first.Write([1, 2]);
            first.Write([3, 4]);
            first.Complete();
            var second = writer.Add<int>("owner", 1);
            second.Write([7]);
            second.Complete();
            writer.Complete();
        }
        using var reader = new NpzReader(file);
        Assert.Equal(["blocks.0.attn.proj", "owner"], reader.Names);
        Assert.Equal([1f, 2, 3, 4], reader.Read<float>("blocks.0.attn.proj").Values);
        Assert.Equal([7], reader.Read<int>("owner").Values);
        Assert.Equal(
            $"{file} holds no array x; it has blocks.0.attn.proj, owner.",
            Assert.Throws<PipelineException>(() => reader.Read<int>("x")).Message);
        using var zip = ZipFile.OpenRead(file);
        Assert.All(zip.Entries, entry => Assert.Equal(entry.Length, entry.CompressedLength));
    }

    [Fact]
    public void Npz_WithoutComplete_IsNotThere()
    {
        using (var writer = new NpzWriter(_folder.File("x.npz"))) writer.Add<int>("a", 1).Write([1]);
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void Complete_OfTooFewValues_SaysSo()
    {
        using var writer = new NpzWriter(_folder.File("x.npz"));
        var array = writer.Add<int>("a", 2, 3);
        array.Write([1, 2]);
        Assert.Equal(
            $"{_folder.File("x.npz")}, array a: 2 values were written, expected 6 for its shape.",
            Assert.Throws<PipelineException>(array.Complete).Message);
    }
}
