using FsCheck;
using FsCheck.Fluent;
using VarMem.Models.Membership;

namespace VarMem.Tests.Models.Membership;

public class CropScoresTest
{
    const int Codes = 5;

    /// <summary>From one token to more than a hundred; few logits, so that log-likelihoods tie with each other and with quantiles.</summary>
    [Fact]
    public void Scores_OfAnyLogits_EqualTheirDefinitions() => Prop.ForAll(
        Gen.Choose(1, 130).SelectMany(length => Gen.Choose(-8, 8).ListOf(length * (2 * Codes + 1))).ToArbitrary(),
        drawn =>
        {
            var length = drawn.Count / (2 * Codes + 1);
            long[] tokens = [.. drawn.Take(length).Select(value => Math.Abs((long)value) % Codes)];
            var logits = drawn.Skip(length).Select(value => value / 2.0).Chunk(Codes).Chunk(length).ToArray();
            float[] statistics = [.. NaiveStatistics.Rows(logits[0], logits[1], tokens).SelectMany(row => row).Select(value => (float)value)];
            var found = new CropScores(length, Likelihood.WithNullClass).Of(new CropTokens(tokens, statistics, hasLabel: true));

            var rows = statistics.Select(value => (double)value).Chunk(length).ToArray();
            var expected = NaiveScores.Of(tokens, rows[..5]);
            foreach (var (name, value) in NaiveScores.Of(tokens, rows[6..])) expected[$"cfg_{name}"] = value;
            expected["nll_unconditional"] = -rows[5].Average();
            expected["icas"] = rows[5].Average() - rows[0].Average();
            var names = CropScores.NamesOf(Likelihood.WithNullClass);
            Assert.Equal(expected.Keys.Order(), names.Order());
            for (var i = 0; i < found.Length; i++)
                Assert.True(
                    double.IsNaN(expected[names[i]]) ? double.IsNaN(found[i]) : Math.Abs(expected[names[i]] - found[i]) <= 1e-9 * (1 + Math.Abs(found[i])),
                    $"{names[i]} of {length} tokens is {found[i]}; expected {expected[names[i]]}");
        }).QuickCheckThrowOnFailure();

    /// <summary>The codes as Python prints a list, and back out of zlib's bytes.</summary>
    [Theory]
    [InlineData("[]", new long[0])]
    [InlineData("[4095]", new long[] { 4095 })]
    [InlineData("[0, 17, 4095, 4095]", new long[] { 0, 17, 4095, 4095 })]
    public void Text_IsThatOfPython(string expected, long[] tokens) =>
        Assert.Equal(expected, System.Text.Encoding.ASCII.GetString(new TokenText().Of(tokens)));

    [Fact]
    public void Compressed_RepeatedTokens_AreShorter()
    {
        var text = new TokenText();
        var random = new Random(3);
        var mixed = text.CompressedLength([.. Enumerable.Range(0, 130).Select(_ => (long)random.Next(512))]);
        Assert.InRange(text.CompressedLength([.. Enumerable.Repeat(511L, 130)]), 15, mixed / 5);
        Assert.Matches(@"^zlib-ng of \.NET 10\.\d+\.\d+$", TokenText.Library);
    }
}
