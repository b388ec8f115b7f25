using System.Diagnostics;
using FsCheck;
using FsCheck.Fluent;
using VarMem.Slurm;

namespace VarMem.Tests.Slurm;

public class BashTest
{
    /// <summary>Whatever the words, bash reads back the same.</summary>
    [Fact]
    public void Array_OfAnyWords_IsReadBackByBash() => Prop.ForAll<NonNull<string>[]>(given =>
    {
        string[] words = [.. given.Select(word => word.Get.Replace("\0", "").Replace("\r", "")).Where(word => word.IsNormalized())];
        Assert.Equal(words, ReadBack(words));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Array_OfWordsThatBashWouldTakeForMore_IsReadBackByBash()
    {
        string[] words = ["", " ", "it's", "''", "$HOME", "`id`", "$(id)", "a b", "*", "{1..3}", "[0]=x", "~", "#", "!", "\\", "\"", "a\nb", "--x=1,2", "Grüße", "train-{000..146}.tar"];
        Assert.Equal(words, ReadBack(words));
    }

    [Theory]
    [InlineData("/data/images_2,a:b=c@d%e+f-g.h", "/data/images_2,a:b=c@d%e+f-g.h")]
    [InlineData("", "''")]
    [InlineData("a b", "'a b'")]
    [InlineData("it's", @"'it'\''s'")]
    public void Quoted_OfAPlainWord_LeavesIt(string word, string quoted) => Assert.Equal(quoted, Bash.Quoted(word));

    static string[] ReadBack(string[] words)
    {
        using var bash = Process.Start(new ProcessStartInfo("bash") { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        bash.StandardInput.Write($"words={Bash.Array(words)}\nfor word in \"${{words[@]}}\"; do printf '%s\\0' \"$word\"; done\n");
        bash.StandardInput.Close();
        return bash.StandardOutput.ReadToEnd().Split('\0')[..^1];
    }
}
