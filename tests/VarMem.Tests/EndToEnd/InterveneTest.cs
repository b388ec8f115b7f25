using System.Diagnostics;
using VarMem.Models.Interventions;
using VarMem.Models.Onnx;
using VarMem.Store.DuckDb;

namespace VarMem.Tests.EndToEnd;

/// <summary><c>varmem intervene</c> on a small run of the embedded model.</summary>
public class InterveneTest : ProgramTest
{
    FormattableString Intervene(string database, params string[] more) =>
        $"intervene --db {database} --model {Model} --draws 2 --factors 0,-1 --images-per-group 7 --device cpu {more}";

    /// <summary>One crop an image, which is the one that interventions are measured on.</summary>
    void Analyze(string database)
    {
        Do($"extract --model {Model} --manifest {Manifest} --crop center --per-class 4 --likelihood --db {database}");
        Do($"analyze --db {database} --permutations 50");
    }

    [Fact]
    public void Intervene_MeasuresGeneratesAndShows()
    {
        Analyze("a.duckdb");
        var output = Do(Intervene("a.duckdb", "--per-scale", "--given-scales", "2", "--out", "shown")).Output;
        using (var connection = Open("a.duckdb"))
        {
            const int Planned = 1 + 7 * 2 * 5; // as it is; all and each of six scales, two factors, the units and twice two draws
            Assert.Equal(
                [("owner", 7L), ("train", 5), ("val", 7)],
                connection.Rows("SELECT image_group, count(*) FROM intervention_image GROUP BY image_group ORDER BY image_group", row => (row.GetString(0), row.GetInt64(1))));
            Assert.Equal([(Planned, 19L)], connection.Rows(
                "SELECT count(DISTINCT intervention_id)::INTEGER, count(DISTINCT image_id) FROM intervention_likelihood HAVING count(*) = 19 * count(DISTINCT intervention_id)",
                row => (row.GetInt32(0), row.GetInt64(1))));
            // As the extraction saw them, which had the pixels and no tokens.
            Assert.InRange(connection.Rows(
                "SELECT max(abs(nll - nll_sum)) FROM intervention_image JOIN (SELECT image_id, sum(nll_sum) AS nll_sum FROM likelihood GROUP BY image_id) USING (image_id)",
                row => row.GetDouble(0))[0], 0, 1e-3);
            RequireNll(connection);
            Assert.Equal([(11L, 14L)], connection.Rows(
                "SELECT count(DISTINCT intervention_id), count(DISTINCT image_id) FROM generation WHERE given_scales = 2 AND intervention_id IS NOT NULL", row => (row.GetInt64(0), row.GetInt64(1))));
            Assert.Equal([(11L * 14 * 3, 11L * 14 * 4)], connection.Rows(
                "SELECT (SELECT count(*) FROM similarity), (SELECT count(*) FROM token_agreement)", row => (row.GetInt64(0), row.GetInt64(1))));
            // Tokens of a picture that agree all have the picture's decoding.
            Assert.Equal([0.0], connection.Rows("SELECT coalesce(max(o.value), 0) FROM similarity AS s JOIN similarity AS o USING (generation_id) WHERE s.measure = 'token_agreement' AND s.value = 1 AND o.measure = 'tiled_l2'", row => row.GetDouble(0)));
            Assert.Equal([3L], connection.Rows("SELECT count(DISTINCT topic) FROM finding WHERE topic LIKE '%intervention%'", row => row.GetInt64(0)));
            foreach (var sentence in connection.Rows("SELECT sentence FROM finding WHERE topic LIKE '%intervention%'", row => row.GetString(0)))
                Assert.Contains($"\n{sentence}\n", output, StringComparison.Ordinal);
        }
        Assert.EndsWith("\nshown/interventions.html\nshown/intervention_dose.png\nshown/intervention_scales.png\n", output, StringComparison.Ordinal);

        // Again, there is nothing left to do; others are refused.
        var again = Run(Intervene("a.duckdb", "--per-scale", "--given-scales", "2", "--out", "shown"));
        Assert.Equal((output, ""), (again.Output, again.Error));
        Assert.Equal(
            "Found interventions in a.duckdb with intervention_per_scale true, not false. Give the same options to go on with them, or --again to drop them and begin anew.",
            Fails(1, Intervene("a.duckdb")));
        Do($"analyze --db a.duckdb --permutations 50 --percentile 95");
        Assert.Equal(
            "Found interventions in a.duckdb on other units than U10 has by now, as after another analysis. Give --again to drop them and begin anew.",
            Fails(1, Intervene("a.duckdb", "--per-scale")));
        Do(Intervene("a.duckdb", "--units", "blocks.0.ffn.fc1.3, blocks.2.attn.proj.100", "--again"));
        using var renewed = Open("a.duckdb");
        Assert.Equal([(11L, 0L, 2L)], renewed.Rows(
            "SELECT (SELECT count(DISTINCT intervention_id) FROM intervention_likelihood), (SELECT count(*) FROM generation), (SELECT count(*) FROM intervention_unit WHERE control IS NULL)",
            row => (row.GetInt64(0), row.GetInt64(1), row.GetInt64(2))));
    }

    /// <summary>The likelihoods of one intervention of each kind, from its units and the session alone.</summary>
    static void RequireNll(DuckDbConnection connection)
    {
        var folder = EmojiModel.Folder;
        PredictedImage[] tokens = [.. TokenizedImages.Read(connection, folder, null, "image_id IN (SELECT image_id FROM intervention_image)")
            .Select(image => new PredictedImage(image.Tokens, image.Image.Class!.Value))];
        using var session = new TeacherForcedSession(folder.Graph, HookPattern.Select(folder.Graph, [HookPattern.Default]), new() { Batch = 5 });
        foreach (var id in (int[])[0, 1, 4, 10, 33, 70])
        {
            var (control, draw, factor, scale) = connection.Rows(
                "SELECT control, draw, factor, scale::INTEGER FROM intervention WHERE intervention_id = ?",
                row => (row.IsDBNull(0) ? null : row.GetString(0), row.GetInt32(1), row.GetDouble(2), row.GetFieldValue<int?>(3)), id)[0];
            var units = id == 0 ? [] : connection.Rows(
                """
                SELECT layer.name, unit_index FROM intervention_unit JOIN unit USING (unit_id) JOIN layer USING (layer_id)
                WHERE control IS NOT DISTINCT FROM ? AND draw = ?
                """, row => new LayerUnit(row.GetString(0), row.GetInt32(1)), control, draw);
            var expected = session.NegativeLogLikelihood(tokens, new Intervention(units, (float)factor, scale));
            var found = connection.Rows("SELECT nll FROM intervention_likelihood WHERE intervention_id = ? ORDER BY image_id", row => row.GetDouble(0), id);
            Assert.Equal(expected.Length, found.Count);
            for (var i = 0; i < found.Count; i++) Assert.Equal(expected[i], found[i], 1e-2);
        }
    }

    [Fact]
    public void Intervene_KilledOverAndOver_EndsAsUndisturbed()
    {
        Analyze("undisturbed.duckdb");
        File.Copy(Folder.File("undisturbed.duckdb"), Folder.File("killed.duckdb"));
        var clock = Stopwatch.StartNew();
        Do(Intervene("undisturbed.duckdb", "--given-scales", "3"));
        var took = clock.Elapsed;
        var random = new Random(3);
        for (var kill = 0; kill < 6; kill++)
        {
            using var process = VarMemProcess.Start(Folder.Path, Intervene("killed.duckdb", "--given-scales", "3"));
            process.WaitForExit(random.NextDouble() * took);
            process.Kill();
            process.WaitForExit();
        }
        Do(Intervene("killed.duckdb", "--given-scales", "3"));
        Databases.RequireEqual(Folder.File("undisturbed.duckdb"), Folder.File("killed.duckdb"));
    }

    [Fact]
    public void Intervene_WhatCannotBe_SaysSo()
    {
        Do($"extract --model {Model} --manifest {Manifest} --crop center --per-class 2 --hooks blocks.{{0,1}}.ffn.fc2 blocks.0.attn.head.1 --db a.duckdb");
        Assert.Equal("Found no results in a.duckdb; expected the tables of the metrics. Run 'varmem analyze' on it first.", Fails(1, Intervene("a.duckdb")));
        Do($"analyze --db a.duckdb --permutations 0");
        const string Expected = "expected u10, top:K, layer:PATTERN, names of units such as blocks.3.ffn.fc1.17 with commas, or a file with one a line";
        Assert.Equal("--units top:none: expected a whole number from 1 behind top:", Fails(2, Intervene("a.duckdb", "--units", "top:none")));
        Assert.Equal(
            $"--units: blocks.0.ffn.fc1.17 is no file and no unit of a.duckdb; {Expected}; nearest: blocks.0.ffn.fc2.0, blocks.1.ffn.fc2.0, blocks.0.attn.head.1.0",
            Fails(2, Intervene("a.duckdb", "--units", "blocks.1.ffn.fc2.5,blocks.0.ffn.fc1.17")));
        Assert.Equal("--units: blocks.0.ffn.fc2.128 is not there, blocks.0.ffn.fc2 has the units 0 to 127", Fails(2, Intervene("a.duckdb", "--units", "blocks.0.ffn.fc2.128")));
        Folder.Write("units.txt", "# none\n\n");
        Assert.Equal($"--units: an empty list names no unit of the transformer; {Expected}", Fails(2, Intervene("a.duckdb", "--units", "units.txt")));
        Assert.Equal(
            "hook pattern blocks.*.ffn.fc1 matches no layer; nearest: blocks.0.ffn.fc2, blocks.1.ffn.fc2, blocks.0.attn.head.1; `varmem hooks` lists them all.",
            Fails(1, Intervene("a.duckdb", "--units", "layer:blocks.*.ffn.fc1")));
        Assert.Equal(
            "Found 256 chosen units of 256 that can be scaled; expected at most half, for as many others are drawn to compare them with. Choose fewer, or draw none with --draws 0.",
            Fails(1, Intervene("a.duckdb", "--units", "layer:**.ffn.fc2")));
        Assert.Equal("--given-scales 6: the model has 6 scales; expected fewer, so that there is something to generate", Fails(2, Intervene("a.duckdb", "--given-scales", "6")));
        Assert.Equal(
            "blocks.0.attn.head.1 is measured beside what the network goes on with, so that scaling its units changes nothing; expected layers such as blocks.*.{attn.proj,ffn.fc1,ffn.fc2}.",
            Fails(1, Intervene("a.duckdb", "--units", "layer:**.head.1")));
        Do(Intervene("a.duckdb", "--units", "blocks.0.ffn.fc2.3")); // none of these left anything behind

        Do($"extract --model {Model} --images {Path.Combine(Images, "train")} --crop center --per-class 1 --hooks blocks.0.ffn.fc2 --db one.duckdb");
        Do($"analyze --db one.duckdb --permutations 0");
        Assert.Equal(
            "one.duckdb holds no training images, whose owning units are scaled; expected images with a training and a validation split",
            Fails(2, Intervene("one.duckdb")));

        Do($"model untrained {Repository.File("models", "emoji")} --out untrained");
        Do($"model build --vqvae untrained/vqvae.pth --var untrained/var.safetensors --out other");
        Assert.StartsWith("a.duckdb was made with another model: ", Fails(2, $"intervene --db a.duckdb --model other"), StringComparison.Ordinal);
    }
}
