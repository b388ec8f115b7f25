using FsCheck;
using FsCheck.Fluent;
using VarMem.Analysis;
using VarMem.Store.DuckDb;
using VarMem.Tests.Sql;

namespace VarMem.Tests.Analysis;

/// <summary>The sentences on any database: tests/sql/findings*.test have them word by word.</summary>
public sealed class FindingsTest : IDisposable
{
    readonly DuckDbConnection _connection = Database.OpenEmpty();

    public FindingsTest() => _connection.Run("SET threads = 1");

    public void Dispose() => _connection.Dispose();

    [Theory]
    [InlineData(90, 20)]
    [InlineData(0, 1)]
    [InlineData(100, 1)]
    public void Sentences_AreWhole(double percentile, int permutations) => Prop.ForAll(RandomCase.Arbitrary, data =>
    {
        if (data.ImageCount == 0)
            return;
        data.WriteTo(_connection);
        Analyzer.Run(_connection, new() { Percentile = percentile, Permutations = permutations });
        var sentences = Findings.Read(_connection);
        Assert.NotEmpty(sentences);
        // Of a topic, too, the parts in this order, whichever a query gives first.
        Assert.Empty(_connection.Rows("FROM finding AS one JOIN finding AS other USING (topic) WHERE one.position < other.position AND one.part < other.part", row => row.GetString(0)));
        Assert.All(sentences, sentence =>
        {
            Assert.Matches(@"^\S.*\S\.$", sentence);
            Assert.DoesNotMatch(@"(?i)\bnull\b|\bnan\b|\binf|[{}]|  | [.,;:)]|\( |\(\)|[,;:]\.|\.\.|\b(of|and|the|in|than|with|by)[.,;:)]", sentence);
            Assert.DoesNotMatch(@"\b1 (units|images|permutations|training images)\b", sentence.Replace(" of 1 ", " of one "));
        });
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(15));
}
