using FsCheck;
using FsCheck.Fluent;
using VarMem.Pipeline;
using VarMem.Pipeline.Sources.Shards;

namespace VarMem.Tests.Pipeline.Sources.Shards;

public class BracesTest
{
    [Theory]
    [InlineData("a.tar", "a.tar")]
    [InlineData("a}.tar", "a}.tar")]
    [InlineData("{a,b}.tar", "a.tar b.tar")]
    [InlineData("x{,-1}", "x x-1")]
    [InlineData("{8..11}", "8 9 10 11")]
    [InlineData("{08..11}", "08 09 10 11")]
    [InlineData("{0..010}", "000 001 002 003 004 005 006 007 008 009 010")]
    [InlineData("{2..0}", "2 1 0")]
    [InlineData("{0..0}", "0")]
    [InlineData("{a,b}/{1..2}.tar", "a/1.tar a/2.tar b/1.tar b/2.tar")]
    [InlineData("{train-{00..01},val-{0,x}}.tar", "train-00.tar train-01.tar val-0.tar val-x.tar")]
    public void Expand_GivesWhatAShellDoes(string pattern, string expected) => Assert.Equal(expected.Split(' '), Braces.Expand(pattern));

    [Fact]
    public void Expand_OfNumbers_IsTheirRange() => Prop.ForAll(
        Gen.Choose(0, 2000).Two().ToArbitrary(),
        ends =>
        {
            var (first, last) = ends;
            var expected = Enumerable.Range(Math.Min(first, last), Math.Abs(last - first) + 1).Select(number => $"s-{number:D6}.tar");
            Assert.Equal(first <= last ? expected : expected.Reverse(), Braces.Expand($"s-{{{first:D6}..{last:D6}}}.tar"));
        }).QuickCheckThrowOnFailure();

    /// <summary>Files are looked for one by one, so that no range is too long to begin with.</summary>
    [Fact]
    public void Expand_OfManyNumbers_GivesTheFirstAtOnce() =>
        Assert.Equal(["0-0", "0-1"], Braces.Expand("{0..999999999}-{0..999999999}").Take(2));

    [Theory]
    [InlineData("a{b", "a{b: a { is not closed; expected braces such as {000..146} or {a,b}.")]
    [InlineData("{a{1..2}", "{a{1..2}: a { is not closed; expected braces such as {000..146} or {a,b}.")]
    [InlineData("a{b}", "a{b}: found {b}, expected numbers such as {000..146} or words such as {a,b}.")]
    [InlineData("{}", "{}: found {}, expected numbers such as {000..146} or words such as {a,b}.")]
    [InlineData("{a..c}", "{a..c}: found {a..c}, expected numbers such as {000..146} or words such as {a,b}.")]
    [InlineData("{1..9999999999}", "{1..9999999999}: found {1..9999999999}, expected numbers such as {000..146} or words such as {a,b}.")]
    [InlineData("{1..3..2}", "{1..3..2}: found {1..3..2}, expected numbers such as {000..146} or words such as {a,b}.")]
    public void Expand_OfBadBraces_SaysSo(string pattern, string message) =>
        Assert.Equal(message, Assert.Throws<PipelineException>(() => Braces.Expand(pattern).ToArray()).Message);
}
