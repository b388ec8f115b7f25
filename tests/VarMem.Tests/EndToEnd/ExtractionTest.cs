using System.Diagnostics;
using Google.Protobuf;
using VarMem.Analysis;
using VarMem.Images;
using VarMem.Measuring;
using VarMem.Models.Generation;
using VarMem.Models.Scoring;
using VarMem.Store.DuckDb;
using VarMem.Tests.Models.MadeUp;
using VarMem.Tests.Models.Onnx.Exported;

namespace VarMem.Tests.EndToEnd;

/// <summary><c>varmem extraction</c> on a few images of the embedded model, two canaries among them.</summary>
public class ExtractionTest : ProgramTest
{
    static FormattableString Extraction(string database, params string[] more) =>
        $"extraction --db {database} --model {Model} --candidates 0 --prefixes 0,2-3 --samples 4 --seed 3 --false-positives 0.2 {more}";

    void Analyzed(string database)
    {
        Do($"extract --model {Model} --manifest {Manifest} --crop center --classes food flags --limit 28 --sample random --unconditional --db {database}");
        Do($"analyze --db {database} --permutations 0");
    }

    [Fact]
    public void Extraction_OfARun_ComparesWhatComesOut()
    {
        Analyzed("a.duckdb");
        var output = Do(Extraction("a.duckdb", "--out", "page"));
        using (var connection = Open("a.duckdb"))
        {
            Assert.Equal(
                [(56L, 3L * 56, 8L)],
                connection.Rows("SELECT (SELECT count(*) FROM candidate), count(image_id), count(sample) FROM generation", row => (row.GetInt64(0), row.GetInt64(1), row.GetInt64(2))));
            RequireContinuation(connection);
            Assert.Equal( // of given scales 0, 2 and 3
                [6L + 4 + 3],
                connection.Rows("SELECT count(*) FROM token_agreement WHERE generation_id IN (SELECT generation_id FROM generation WHERE image_id = (SELECT min(image_id) FROM image))", row => row.GetInt64(0)));
            Assert.Equal([(2L * 2 * 8, 56L)], connection.Rows(
                "SELECT count(*) FILTER (WHERE reference LIKE 'nearest%'), count(DISTINCT image_id) FILTER (WHERE reference = 'decoded') FROM similarity", row => (row.GetInt64(0), row.GetInt64(1))));
            var findings = Findings.Read(connection, Findings.Extraction);
            Assert.InRange(findings.Count, 4, 4);
            foreach (var sentence in findings) Assert.Contains($"\n{sentence}\n", output.Output, StringComparison.Ordinal);
        }
        string[] files = [.. output.Output.TrimEnd().Split('\n').Where(line => line.StartsWith("page/", StringComparison.Ordinal))];
        Assert.Equal("page/extraction.html", files[0]);
        Assert.Contains("page/extracted_pairs.png", files);
        Assert.DoesNotContain("warning", output.Error, StringComparison.Ordinal);

        File.Copy(Folder.File("a.duckdb"), Folder.File("first.duckdb"));
        var again = Do(Extraction("a.duckdb"));
        Assert.DoesNotContain("continuing images", again.Error, StringComparison.Ordinal);
        Assert.Equal(output.Output.Split("\npage/")[0].TrimEnd(), again.Output.TrimEnd());
        Databases.RequireEqual(Folder.File("first.duckdb"), Folder.File("a.duckdb"));
        Do($"analyze --db a.duckdb --permutations 0");
        Databases.RequireEqual(Folder.File("first.duckdb"), Folder.File("a.duckdb"));
    }

    /// <summary>Of one image, made once more: the first scales are its own, the rest and the distances follow.</summary>
    static void RequireContinuation(DuckDbConnection connection)
    {
        using var tokenizer = new TokenizerSession(EmojiModel.Folder);
        using var generator = new ImageGenerator(EmojiModel.Folder, new Sampling { Cfg = 0, Greedy = true }, seed: 3);
        var (id, label) = connection.Rows("SELECT image_id, class_id FROM image ORDER BY image_id LIMIT 1", row => (row.GetInt32(0), row.GetInt32(1)))[0];
        float[] crop = [];
        StoredImages.Of(connection, null, $"image_id = {id}").Read(40, 32, (_, pixels) => crop = pixels.ToArray(), default); // 1.25 times the side
        var tokens = tokenizer.Tokens([crop])[0];
        var made = generator.Generate([new ImageToGenerate(label, 0, tokens[..5])])[0];
        var decoded = generator.Decode([tokens])[0];
        var similarities = connection.Rows(
            "SELECT reference || ' ' || measure, value FROM generation JOIN similarity USING (generation_id, image_id) WHERE image_id = ? AND given_scales = 2",
            row => (row.GetString(0), row.GetDouble(1)), id).ToDictionary();
        Assert.Equal(Distance(made.Pixels, decoded), similarities["decoded l2"], 1e-5);
        Assert.Equal(Distance(made.Pixels, crop), similarities["image l2"], 1e-5);
        Assert.Equal(Enumerable.Range(5, 125).Average(t => made.Tokens[t] == tokens[t] ? 1.0 : 0), similarities["decoded token_agreement"], 1e-12);

        static double Distance(float[] a, float[] b) => Math.Sqrt(a.Zip(b, (x, y) => Math.Pow((x - y) / 2, 2)).Average());
    }

    [Fact]
    public void Extraction_WithOtherSettings_IsRefusedUnlessAgain()
    {
        Analyzed("a.duckdb");
        Do($"extraction --db a.duckdb --model {Model} --candidates 1 --prefixes 4 --samples 0");
        Do($"extraction --db a.duckdb --model {Model} --candidates 1 --prefixes 4 --samples 0 --false-positives 0.3"); // generates nothing
        var other = Run($"extraction --db a.duckdb --model {Model} --candidates 1 --prefixes 3-4 --samples 0");
        Assert.Equal(1, other.ExitCode);
        Assert.EndsWith(
            "error: Found images in a.duckdb that were generated with other settings: setting extraction_prefixes: found 4, expected 3,4. "
            + "Give the settings that they were made with, or --again to drop them and begin anew.\n", other.Error, StringComparison.Ordinal);
        Do($"extraction --db a.duckdb --model {Model} --candidates 1 --prefixes 3-4 --samples 0 --again");
        using var connection = Open("a.duckdb");
        Assert.Equal([3, 4], connection.Rows("SELECT DISTINCT given_scales + 0 FROM generation ORDER BY 1", row => row.GetInt32(0)));
    }

    [Fact]
    public void Extraction_KilledAtRandomMoments_EndsAsUndisturbed()
    {
        Analyzed("a.duckdb");
        File.Copy(Folder.File("a.duckdb"), Folder.File("killed.duckdb"));
        var clock = Stopwatch.StartNew();
        Do(Extraction("a.duckdb"));
        var (took, random) = (clock.Elapsed, new Random(5));
        for (var kill = 0; kill < 5; kill++)
        {
            using var process = VarMemProcess.Start(Folder.Path, Extraction("killed.duckdb"));
            process.WaitForExit(took * random.NextDouble());
            process.Kill();
            process.WaitForExit();
        }
        Do(Extraction("killed.duckdb"));
        Databases.RequireEqual(Folder.File("a.duckdb"), Folder.File("killed.duckdb"));
    }

    [Fact]
    public void Extraction_WithAnEmbeddingModel_ComparesByCosine()
    {
        Analyzed("a.duckdb");
        Folder.Write("embed.onnx", OnnxNetworks.Convolutions().ToByteArray());
        Do($"extraction --db a.duckdb --model {Model} --prefixes 5 --samples 2 --embed embed.onnx");
        using var connection = Open("a.duckdb");
        Assert.Equal(
            ["decoded", "image", "nearest_train", "nearest_val"],
            connection.Rows("SELECT DISTINCT reference FROM similarity WHERE measure = 'cosine' AND value BETWEEN -1 AND 1 ORDER BY ALL", row => row.GetString(0)));
        Assert.Equal([true], connection.Rows("SELECT avg(value) FILTER (WHERE reference = 'decoded') > 0.9 FROM similarity WHERE measure = 'cosine'", row => row.GetBoolean(0)));
    }

    [Fact]
    public void Extraction_ThatCannotBe_SaysWhy()
    {
        Assert.Equal("Found no results in raw.duckdb; expected the tables of the metrics. Run 'varmem analyze' on it first.", NotAnalyzed());
        Analyzed("a.duckdb");
        Assert.Equal(
            "--prefixes 0-6: the model has 6 scales, of which one at least is left to generate; expected numbers from 0 to 5",
            Fails(2, $"extraction --db a.duckdb --model {Model} --prefixes 0-6"));
        Assert.EndsWith("rows.onnx: no such file; expected an ONNX file.", Fails(1, $"extraction --db a.duckdb --model {Model} --embed nowhere/rows.onnx"), StringComparison.Ordinal);
        Assert.Equal("--embed-mean goes with --embed; name a model with it", Fails(2, $"extraction --db a.duckdb --model {Model} --embed-mean 0,0,0"));
        Assert.Equal(
            $"the images folder gone is not there; expected it, or another with --images DIR",
            Fails(2, $"extraction --db a.duckdb --model {Model} --device cpu --images gone"));

        var (vqvae, var) = new MadeUpPair().Write(Folder.Path);
        Do($"model build --vqvae {vqvae} --var {var} --out m");
        Assert.StartsWith("a.duckdb was made with another model: its graph has the SHA-256 ", Fails(2, $"extraction --db a.duckdb --model m"), StringComparison.Ordinal);
    }

    string NotAnalyzed()
    {
        Do($"extract --model {Model} --manifest {Manifest} --crop center --limit 2 --db raw.duckdb");
        return Fails(1, $"extraction --db raw.duckdb --model {Model}");
    }
}
