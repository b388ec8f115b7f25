using VarMem.Analysis;

namespace VarMem.Tests.EndToEnd;

/// <summary><c>varmem membership</c> on a small run of the embedded model.</summary>
public class MembershipTest : ProgramTest
{
    [Fact]
    public void Membership_OfARun_ShowsScoresFindingsAndFigures()
    {
        Do($"extract --model {Model} --manifest {Manifest} --limit 30 --augmentations 2 --unconditional --db a.duckdb");
        Do($"analyze --db a.duckdb --permutations 100");
        var output = Do($"membership --db a.duckdb --out m").Output;

        using var connection = Open("a.duckdb");
        var (score, auroc) = connection.Rows(
            "SELECT score, round(auroc, 3) FROM ground_truth WHERE part = 'likelihood' AND covers_all AND contrast = 'train_val' AND score NOT LIKE '%scale%' ORDER BY auroc DESC, score LIMIT 1",
            row => (row.GetString(0), row.GetDouble(1)))[0];
        string[] best = ["train_val", score, FormattableString.Invariant($"{auroc}")];
        Assert.Contains(output.Split('\n'), line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(3).SequenceEqual(best));
        var findings = Findings.Read(connection, Findings.Membership);
        Assert.NotEmpty(findings);
        foreach (var sentence in findings) Assert.Contains($"\n{sentence}\n", output, StringComparison.Ordinal);
        string[] files = [.. output.TrimEnd().Split('\n').Where(line => line.StartsWith("m/", StringComparison.Ordinal))];
        Assert.Equal("m/membership.html", files[0]);
        Assert.Contains("m/membership_roc.png", files);
        Assert.All(files, file => Assert.True(File.Exists(Folder.File(file))));
        Assert.DoesNotContain("UnitMem by", File.ReadAllText(Folder.File(files[0])), StringComparison.Ordinal); // other sections are not on this page
    }

    [Fact]
    public void Membership_WithoutLikelihoods_SaysHowToRecordThem()
    {
        Do($"extract --model {Model} --manifest {Manifest} --limit 2 --crop center --db a.duckdb");
        Do($"analyze --db a.duckdb --permutations 0");
        Assert.Equal(
            "a.duckdb holds no likelihoods of tokens; extract with --likelihood or --unconditional into a database of its own",
            Fails(2, $"membership --db a.duckdb --out m"));
    }

    [Fact]
    public void Membership_OfOneSplit_SaysWhatItTakes()
    {
        Do($"extract --model {Model} --images {Repository.File("models", "emoji", "images", "val")} --limit 6 --crop center --likelihood --db a.duckdb");
        Do($"analyze --db a.duckdb --permutations 0");
        Assert.StartsWith("warning: a.duckdb has images of one kind only; to tell trained images from others it takes ", Do($"membership --db a.duckdb --out m").Error, StringComparison.Ordinal);
    }
}
