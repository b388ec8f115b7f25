using System.Globalization;
using VarMem.Analysis;
using VarMem.Analysis.Similarity;

namespace VarMem.Tests.Analysis.Similarity;

/// <summary>Images in memory, to be compared.</summary>
public class TiledImagesTest
{
    [Fact]
    public void MoreThanTheMemory_SaysHowMuch()
    {
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        var count = (int)(memory / (3 * 256 * 256 * sizeof(float))) + 100;
        Assert.Equal(
            string.Create(CultureInfo.InvariantCulture,
                $"Found {count:N0} images to compare at 256×256, {(count + 3) / 4 * 4 * (3L * 256 * 256 * sizeof(float)) / 1e9:N1} GB of pixels, where there are {memory / 1e9:N1} GB of memory; expected fewer images, or a smaller side."),
            Assert.Throws<AnalysisException>(() => new TiledImages(count, new TileGrid(3, 256, 256))).Message);
    }
}
