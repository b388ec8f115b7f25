using System.Runtime.CompilerServices;
using VarMem.Tests.EndToEnd;

namespace VarMem.Tests.CommandLine;

/// <summary>The whole text of every --help, as it stands in tests/reference/help.</summary>
public class HelpTest : ProgramTest
{
    public static TheoryData<string> Commands => [.. Reviewed.Select(name => string.Join(' ', name.Skip(1)))];

    /// <summary>The files' names in words: varmem, model, build.</summary>
    static IEnumerable<string[]> Reviewed => Directory.GetFiles(Repository.File("tests", "reference", "help"))
        .Select(file => Path.GetFileNameWithoutExtension(file).Split('-')).OrderBy(name => string.Join(' ', name), StringComparer.Ordinal);

    [Theory]
    [MemberData(nameof(Commands))]
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

    /// <summary>Every command has its file.</summary>
    [Fact]
    public void Help_OfTheProgram_ListsTheCommandsTested()
    {
        var listed = Do($"--help").Output.Split("Commands:\n")[1]
            .Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')[2]);
        Assert.Equal(listed.Order(), Reviewed.Where(name => name.Length > 1).Select(name => name[1]).Distinct().Order());
    }
}
