using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace VarMem.Tests.EndToEnd;

/// <summary>The README's samples do what it says.</summary>
public partial class ReadmeTest : ProgramTest
{
    static readonly string Text = File.ReadAllText(Repository.File("README.md"));

    /// <summary>Each line that begins with varmem in a shell block runs, on a small run of the embedded model.</summary>
    [Fact]
    public void Samples_Run()
    {
        Directory.CreateSymbolicLink(Folder.File("models"), Repository.File("models")); // as in a clone
        Do($"run --limit 20 --out output/emoji");
        var samples = Shell().Matches(Text).SelectMany(block => block.Groups[1].Value.Split('\n')).Where(line => line.StartsWith("varmem ", StringComparison.Ordinal)).ToArray();
        Assert.NotEmpty(samples);
        foreach (var sample in samples)
        {
            object[] words = [.. Word().Matches(sample["varmem ".Length..]).Select(word => word.Value.Trim('"'))];
            Do(FormattableStringFactory.Create(string.Join(' ', words.Select((_, i) => $"{{{i}}}")), words));
        }
        Assert.True(File.Exists(Folder.File("unit_mem.png")));
        Assert.True(File.Exists(Folder.File("activations.npz")));
    }

    /// <summary>What `run` prints there has the same sentences and files: what they say of numbers, images and layers follows the limit.</summary>
    [Fact]
    public void Output_ReadsAsPrinted()
    {
        var printed = Do($"run --model {Repository.File("models", "emoji")} --limit 100 --out output/emoji").Output.Trim();
        var inReadme = Printed().Match(Text).Groups[1].Value.Trim();
        Assert.Equal(Shape(inReadme), Shape(printed));

        static IEnumerable<string> Shape(string text) =>
            text.Split('\n').Select(line => Number().Replace(line.Split(' ')[0], "N"));
    }

    /// <summary>Every command of the program stands in the README's table.</summary>
    [Fact]
    public void Commands_AreAllThere()
    {
        foreach (var help in Directory.GetFiles(Repository.File("tests", "reference", "help"), "varmem-*.txt"))
        {
            var command = Path.GetFileNameWithoutExtension(help)["varmem-".Length..].Replace('-', ' ');
            if (command != "model") Assert.Contains($"`{command}`", Text, StringComparison.Ordinal);
        }
    }

    [GeneratedRegex("```sh\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Shell();

    [GeneratedRegex("```text\n(Transformer .*?)```", RegexOptions.Singleline)]
    private static partial Regex Printed();

    [GeneratedRegex("\"[^\"]*\"|\\S+")]
    private static partial Regex Word();

    [GeneratedRegex("\\d[\\d,.]*\\d|\\d")]
    private static partial Regex Number();
}
