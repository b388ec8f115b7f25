using System.Runtime.CompilerServices;
using VarMem.Images;
using VarMem.Measuring;
using VarMem.Models.Onnx;
using VarMem.Models.Onnx.Exported;
using VarMem.Tests.Models.Onnx.Exported;

namespace VarMem.Tests.EndToEnd;

/// <summary>The whole way with a network that somebody else exported.</summary>
public class OnnxTest : ProgramTest
{
    static readonly float[] Mean = [0.485f, 0.456f, 0.406f], Deviation = [0.229f, 0.224f, 0.225f];

    [Theory]
    [InlineData(0)]
    [InlineData(4)] // crops of several images share a batch that the file fixes
    public void Extract_StoresMeansOfTheNetworksOwnTensors(int exportedBatch)
    {
        var file = Folder.Write("net.onnx", OnnxNetworks.Tokens(exportedBatch));
        const string Options = "--onnx net.onnx --input image --mean 0.485,0.456,0.406 --std 0.229,0.224,0.225";
        Do(FormattableStringFactory.Create($"extract {Options} --hooks **/fc1/* /patch/Conv --manifest {{0}} --limit 3 --augmentations 3 --db a.duckdb", Manifest));

        using var connection = Open("a.duckdb");
        var found = connection.Rows(
            """
            SELECT path, l.name, mu
            FROM activation
            JOIN unit USING (unit_id)
            JOIN layer l USING (layer_id)
            JOIN image USING (image_id)
            ORDER BY image_id, unit_id
            """,
            row => (Path: row.GetString(0), Layer: row.GetString(1), Mu: row.GetFloat(2)));
        Assert.Equal(6 * (24 + 24 + 12), found.Count);
        foreach (var image in found.GroupBy(row => row.Path))
        {
            var crops = Normalised(Crops(file, image.Key));
            foreach (var layer in image.GroupBy(row => row.Layer))
            {
                var expected = Plain(file, crops, exportedBatch, layer.Key);
                PlainRun.RequireClose(expected, [.. layer.Select(row => row.Mu)]);
            }
        }
    }

    [Fact]
    public void Hooks_OfANetworkWithoutWeights_AreListed()
    {
        Folder.Write("net.onnx", OnnxNetworks.Build(g => g.Output(
            g.Op("Relu", "out", [g.Input(OnnxNetworks.Pixels, VarMem.Models.Onnx.Proto.TensorProto.Types.DataType.Float, 3, 8, 8)]),
            VarMem.Models.Onnx.Proto.TensorProto.Types.DataType.Float, 3, 8, 8)));
        Assert.Contains("1 layers, 3 units", Do($"hooks --onnx net.onnx").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Extract_DescribesNetworkAndSettings()
    {
        var file = Folder.Write("net.onnx", OnnxNetworks.Convolutions());
        var sha256 = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(file)));
        Do($"extract --onnx net.onnx --mean 0.485,0.456,0.406 --channel-axis 1 --manifest {Manifest} --limit 1 --db a.duckdb");

        using var connection = Open("a.duckdb");
        var (part, hash, parameters, description) = connection.Rows(
            "SELECT part, sha256, parameters, description FROM model",
            row => (row.GetString(0), row.GetString(1), row.GetInt64(2), row.GetString(3))).Single();
        Assert.Equal(("network", sha256, 6 * 27 + 6 + 10 * 54 + 10 + 10 * 4 + 4), (part, hash, parameters));
        Assert.Equal("""{"file":"net.onnx","producer":"varmem","opset":17}""", description);
        var settings = connection.Rows(
            "SELECT key, value FROM setting", row => (row.GetString(0), row.IsDBNull(1) ? null : row.GetString(1))).ToDictionary();
        foreach (var (key, value) in (ReadOnlySpan<(string, string?)>)
            [
                ("graph_sha256", sha256), ("external_data_sha256", null), ("input", "image"), ("image_size", "8"), ("channel_axis", "1"),
                ("position_axis", null), ("mean", "0.485,0.456,0.406"), ("std", "0.5,0.5,0.5"), ("hooks", "(layers with weights)"),
                ("resize_ratio", "1.125"),
            ])
            Assert.Equal((key, value), (key, settings.GetValueOrDefault(key)));
        Assert.Equal(
            [
                ("/layer1/layer1.0/conv1/Conv_output_0", 0, "layer1.conv1.Conv", 6),
                ("/layer1/layer1.1/conv2/Conv_output_0", 1, "layer1.conv2.Conv", 10),
                ("logits", -1, "logits", 4),
            ],
            connection.Rows(
                "SELECT name, coalesce(block, -1), kind, unit_count FROM layer ORDER BY layer_id",
                row => (row.GetString(0), row.GetInt32(1), row.GetString(2), row.GetInt32(3))));
    }

    [Fact]
    public void Extract_OfAnotherFileIntoTheSameDatabase_IsRefused()
    {
        var model = OnnxNetworks.Convolutions();
        Folder.Write("net.onnx", model);
        Do($"extract --onnx net.onnx --manifest {Manifest} --limit 1 --db a.duckdb");
        model.ProducerName = "somebody";
        Folder.Write("net.onnx", model);
        var message = Fails(1, $"extract --onnx net.onnx --manifest {Manifest} --limit 1 --db a.duckdb");
        Assert.Contains("graph_sha256", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_AnalyzesAndReports()
    {
        Folder.Write("net.onnx", OnnxNetworks.ChannelsLast());
        var first = Do($"run --onnx net.onnx --manifest {Manifest} --limit 20 --augmentations 2 --out out");
        Assert.StartsWith("\nNetwork on 20 training images: 13 units, ", first.Output, StringComparison.Ordinal);
        Assert.Contains("out/report.html", first.Output, StringComparison.Ordinal);
        Assert.Equal(first.Output, Do($"run --onnx net.onnx --manifest {Manifest} --limit 20 --augmentations 2 --out out").Output);
    }

    [Fact]
    public void Run_OnAFolderWithoutClasses_NeedsNoLabels()
    {
        Folder.Write("net.onnx", OnnxNetworks.Convolutions());
        foreach (var file in Directory.GetFiles(Path.Combine(Images, "train", "flags")).Order().Take(6))
            File.Copy(file, Folder.File($"pictures/all/{Path.GetFileName(file)}"));
        var run = Do($"run --onnx net.onnx --images pictures --out out");
        Assert.Contains("6 images in out/varmem.duckdb (6 new", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Hooks_ListsLayers()
    {
        Folder.Write("net.onnx", OnnxNetworks.Windows());
        var lines = Do($"hooks --onnx net.onnx").Output.Split('\n');
        Assert.Equal("6 layers, 42 units, 168 B an image", lines[^2]);
        var cells = lines.Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains(cells, row => row is ["product", "product", "network", "9", "64", "36"]);
        var chosen = Do($"hooks --onnx net.onnx --hooks product --channel-axis 1").Output.Split('\n');
        Assert.Equal("1 layers, 16 units, 64 B an image", chosen[^2]);
    }

    [Fact]
    public void BadUsage_IsOneLine()
    {
        Folder.Write("net.onnx", OnnxNetworks.Tokens(4));
        Assert.Equal(
            "--batch 8: net.onnx takes batches of 4 and no other; drop --batch",
            Fails(2, $"extract --onnx net.onnx --manifest {Manifest} --db a.duckdb --batch 8"));
        Assert.Equal(
            "--precision is for VAR models; net.onnx is run in the precision that it was exported with",
            Fails(2, $"extract --onnx net.onnx --manifest {Manifest} --db a.duckdb --precision fp16"));
        Assert.Equal("net.onnx: has no input imag; nearest: image.", Fails(1, $"hooks --onnx net.onnx --input imag"));
        Assert.Equal(
            "nowhere.onnx: no such file; expected an ONNX file; the folder holds net.onnx.", Fails(1, $"hooks --onnx nowhere.onnx"));
        Assert.Equal(
            "hook pattern **/fc1/Add matches no layer that can be hooked: /blocks/blocks.0/mlp/fc1/Add_output_0 has 3 axes, "
            + "and so no axis 3 for --channel-axis.",
            Fails(1, $"hooks --onnx net.onnx --channel-axis 3 --hooks **/fc1/Add"));
        Assert.Equal(
            "hook pattern /blocks/blocks.0/mlp/fc3/Add matches no layer; nearest: /blocks/blocks.0/mlp/fc1/Add_output_0, "
            + "/blocks/blocks.0/Add_output_0, /blocks/blocks.0/mlp/act/Relu_output_0; `varmem hooks` lists them all.",
            Fails(1, $"hooks --onnx net.onnx --hooks /blocks/blocks.0/mlp/fc3/Add"));
        Assert.False(File.Exists(Folder.File("a.duckdb")));
    }

    /// <summary>An image's crops as the pipeline makes them, (A, 3, 8, 8) in [−1, 1].</summary>
    static float[] Crops(string file, string path)
    {
        var network = new NetworkOptions { Path = file, Onnx = new OnnxFileOptions() };
        var options = new ExtractionOptions { Network = network, Database = "", Manifest = Manifest, Augmentations = 3 };
        using var rows = new ImageRows(ImageInput.Open(options, Network.Open(options.Network)).View, withCrops: true);
        while (rows.MoveNext())
            if (rows.Path == path)
            {
                rows.ReadCrops();
                return rows.Crops.ToArray();
            }
        throw new KeyNotFoundException(path);
    }

    /// <summary>(v/255 − mean)/deviation of the crops.</summary>
    static float[] Normalised(float[] crops) =>
        [.. crops.Select((pixel, i) => ((pixel + 1) / 2 - Mean[i / 64 % 3]) / Deviation[i / 64 % 3])];

    /// <summary>Mean over the three crops of a layer's means; a batch that the file fixes is filled up with zeros.</summary>
    static double[] Plain(string file, float[] crops, int exportedBatch, string layer)
    {
        var batch = exportedBatch > 0 ? exportedBatch : 3;
        Array.Resize(ref crops, batch * 192);
        var mu = PlainRun.Of(file, crops, [batch, 3, 8, 8], layer)[layer].Mu(batch, layer.Contains("/patch/") ? 1 : 2);
        var units = mu.Length / batch;
        return [.. Enumerable.Range(0, units).Select(unit => Enumerable.Range(0, 3).Average(crop => mu[crop * units + unit]))];
    }
}
