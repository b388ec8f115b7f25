using VarMem.Slurm;

namespace VarMem.Tests.Slurm;

public class SlurmTimeTest
{
    [Theory]
    [InlineData("90", "01:30:00")]
    [InlineData("90:30", "01:30:30")]
    [InlineData("4:00:00", "04:00:00")]
    [InlineData("2-0", "2.00:00:00")]
    [InlineData("2-12:30", "2.12:30:00")]
    [InlineData("2-12:30:01", "2.12:30:01")]
    public void Parse_OfSlurmsForms_ReadsThem(string text, string time) => Assert.Equal(TimeSpan.Parse(time), SlurmTime.Parse(text));

    [Theory]
    [InlineData(""), InlineData("4h"), InlineData("1:2:3:4"), InlineData("2-"), InlineData("1-2-3"), InlineData("-5"), InlineData("1:-2"), InlineData("99999999999")]
    public void Parse_OfAnythingElse_IsNull(string text) => Assert.Null(SlurmTime.Parse(text));
}
