using VarMem.Pipeline;
using VarMem.Pipeline.Sources;

namespace VarMem.Tests.Pipeline.Sources;

public sealed class ClassListFileTest : IDisposable
{
    readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_TakesALineAClass_WithoutComments() => Assert.Equal(
        ["n01440764", "great white shark", "7", "C#"],
        ClassListFile.Read(_folder.Write("c.txt", "# ImageNet-3\nn01440764 # tench\r\n\n  great white shark  \n7\t#\n #\nC#")));

    [Fact]
    public void Read_OfNoClass_SaysSo()
    {
        var file = _folder.Write("c.txt", "# none\n\n");
        Assert.Equal(
            $"Class list {file} names no class; expected one by name or number a line.",
            Assert.Throws<PipelineException>(() => ClassListFile.Read(file)).Message);
        Assert.Equal(
            "There is no class list nowhere.txt; expected a text file, one class by name or number a line.",
            Assert.Throws<PipelineException>(() => ClassListFile.Read("nowhere.txt")).Message);
    }
}
