using VarMem.Pipeline;
using VarMem.Pipeline.Numpy;
using VarMem.Pipeline.Sources;
using VarMem.Pipeline.Views;
using VarMem.Tests.Pipeline.Views;

namespace VarMem.Tests.Pipeline.Sources;

public sealed class TensorFileTest : IDisposable
{
    readonly TempFolder _folder = new();

    string Images => _folder.File("images.npy");

    string Labels => _folder.File("labels.npy");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Open_OfTheReference_GivesItsCrops()
    {
        var folder = Repository.File("tests", "reference", "emoji");
        var source = TensorFile.Open(Path.Combine(folder, "images.npy"), Path.Combine(folder, "labels.npy"), classCount: 9);
        Assert.Equal((8, 32, 32), (source.Augmentations, source.Height, source.Width));
        Assert.Equal(Enumerable.Range(0, 16), source.Column<int>(Columns.ImageId));
        Assert.Equal(Enumerable.Range(0, 16).Select(i => $"{i}"), source.Column<string>(Columns.Path));
        var labels = Npy.Read<long>(Path.Combine(folder, "labels.npy")).Values;
        Assert.Equal(labels, source.Column<int?>(Columns.Label).Select(label => (long)label!));
        Assert.All(source.Column<string?>(Columns.Split), Assert.Null);
        var all = Npy.Read<float>(Path.Combine(folder, "images.npy")).Values;
        Assert.Equal(all, source.Vectors(Columns.Crops).SelectMany(crops => crops));
        Assert.Equal(all, source.Prefetch(3, 4).Vectors(Columns.Crops).SelectMany(crops => crops));
    }

    [Fact]
    public void Open_OfInt32Labels_TakesThem()
    {
        Npy.Write<float>(Images, new float[24], 2, 3, 2, 2);
        Npy.Write<int>(Labels, [5], 1);
        Assert.Equal([5], TensorFile.Open(Images, Labels).Column<int?>(Columns.Label));
    }

    [Fact]
    public void Open_OfWrongTypesAndShapes_SaysFoundAndExpected()
    {
        Npy.Write<long>(Labels, [0, 1, 2], 3);
        Npy.Write<double>(Images, new double[36], 3, 3, 2, 2);
        Fails($"{Images}: found float64 (3, 3, 2, 2), expected float32 (N·A, 3, H, W).");
        Npy.Write<float>(Images, new float[36], 3, 4, 3);
        Fails($"{Images}: found float32 (3, 4, 3), expected float32 (N·A, 3, H, W).");
        Npy.Write<float>(Images, new float[48], 4, 3, 2, 2);
        Fails($"{Images} holds 4 crops and {Labels} 3 labels; expected A·N crops for N labels.");
        Npy.Write<float>(Images, new float[36], 3, 3, 2, 2);
        Npy.Write<float>(Labels, new float[3], 3);
        Fails($"{Labels}: found float32 (3,), expected int64 or int32 (N,).");
        Npy.Write<long>(Labels, [0, 9, 2], 3);
        Fails($"{Labels}, row 1: found label 9, expected 0…8.");
    }

    [Theory]
    [InlineData(float.NaN, "NaN")]
    [InlineData(float.NegativeInfinity, "-Infinity")]
    [InlineData(255f, "255")]
    [InlineData(-1.002f, "-1.002")]
    public void Crops_OfAValueOutside_NameIt(float value, string text)
    {
        // Two images of two crops, (4, 3, 5, 7); every place of the second is tried, and the value behind it is passed over.
        var (crop, row) = (3 * 5 * 7, 2 * 3 * 5 * 7);
        for (var bad = 0; bad < row; bad++)
        {
            var values = new float[2 * row];
            values.AsSpan(row + bad).Fill(value);
            Npy.Write<float>(Images, values, 4, 3, 5, 7);
            Npy.Write<long>(Labels, [0, 1], 2);
            using var cursor = TensorFile.Open(Images, Labels).GetRowCursor(Columns.Crops);
            var crops = cursor.GetGetter<VBuffer<float>>(Columns.Crops);
            VBuffer<float>? buffer = null;
            cursor.MoveNext();
            crops(ref buffer);
            cursor.MoveNext();
            Assert.Equal(
                $"1: found the value {text} at crop {bad / crop}, channel {bad / 35 % 3}, y {bad / 7 % 5}, x {bad % 7}, expected −1…1; "
                + "scale 8-bit values by v / 127.5 − 1",
                Assert.Throws<ImageException>(() => crops(ref buffer)).Message);
        }
    }

    [Fact]
    public void Crops_OfRoundedValues_Pass()
    {
        Npy.Write<long>(Labels, [0], 1);
        Npy.Write<float>(Images, [-1.0005f, 1.0005f, -1, 1, 0, 0, 0, 0, 0, 0, 0, 0], 1, 3, 2, 2);
        Assert.Equal(12, TensorFile.Open(Images, Labels).Vectors(Columns.Crops).Single().Length);
    }

    [Fact]
    public void Open_OfATruncatedFile_SaysSo()
    {
        Npy.Write<long>(Labels, [0], 1);
        Npy.Write<float>(Images, new float[12], 1, 3, 2, 2);
        using (var file = File.OpenWrite(Images)) file.SetLength(file.Length - 8);
        Fails($"{Images}: found 168 bytes, expected 176 for float32 (1, 3, 2, 2); the file is truncated or damaged.");
    }

    [Fact]
    public void Open_OfNoFile_SaysSo() => Fails($"There is no file {Images}.");

    void Fails(string message) =>
        Assert.Equal(message, Assert.Throws<PipelineException>(() => TensorFile.Open(Images, Labels, classCount: 9)).Message);
}
