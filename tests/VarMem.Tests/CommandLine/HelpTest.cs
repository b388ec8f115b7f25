using System.Runtime.CompilerServices;
using VarMem.Tests.EndToEnd;

namespace VarMem.Tests.CommandLine;

/// <summary>The whole text of every --help, as it stands in tests/reference/help.</summary>
public class HelpTest : ProgramTest
{
    [Theory]
    [InlineData("")]
    [InlineData("run")]
    [InlineData("model")]
    [InlineData("model build")]
    [InlineData("model info")]
    [InlineData("model untrained")]
    [InlineData("hooks")]
    [InlineData("extract")]
    [InlineData("analyze")]
    [InlineData("sql")]
    [InlineData("chart")]
    [InlineData("top")]
    [InlineData("report")]
    [InlineData("export")]
    [InlineData("slurm")]
    [InlineData("doctor")]
    public void Help_IsTheReviewedText(string command)
    {
        var name = $"{string.Join('-', command.Split(' ').Prepend("varmem").Where(word => word.Length > 0))}.txt";
        var reviewed = Repository.File("tests", "reference", "help", name);
        var help = Do(FormattableStringFactory.Create($"{command} --help"));
        Assert.Equal("", help.Error);
        Assert.True(
            File.Exists(reviewed) && File.ReadAllText(reviewed) == help.Output,
            $"The help of `varmem {command}` is not that of {reviewed}; if it is better, accept it:\n"
            + $"dotnet run --project src/VarMem -c Release -- {command} --help > tests/reference/help/{name}\n\n{help.Output}");
    }

    /// <summary>Every command is in the list above.</summary>
    [Fact]
    public void Help_OfTheProgram_ListsTheCommandsTested()
    {
        var listed = Do($"--help").Output.Split("Commands:\n")[1]
            .Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')[2]);
        var tested = Directory.GetFiles(Repository.File("tests", "reference", "help"))
            .Select(file => Path.GetFileNameWithoutExtension(file).Split('-'));
        Assert.Equal(listed.Order(), tested.Where(name => name.Length > 1).Select(name => name[1]).Distinct().Order());
    }
}
