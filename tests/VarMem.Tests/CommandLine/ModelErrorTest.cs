using VarMem.Pipeline.Numpy;
using VarMem.Tests.EndToEnd;
using VarMem.Tests.Models.Checkpoints;
using VarMem.Tests.Models.MadeUp;

namespace VarMem.Tests.CommandLine;

/// <summary>Models and checkpoints that cannot be used: exit code 1, one message, nothing written.</summary>
public class ModelErrorTest : ProgramTest
{
    static readonly string Vqvae = Repository.File("models", "emoji", "vqvae.pth"), Var = Repository.File("models", "emoji", "var.pth");

    [Fact]
    public void Extract_NoModelFolder() => Assert.Equal(
        "nowhere: no such folder; expected a model: model.onnx (made by `varmem model build`) or two checkpoints.",
        Fails(1, $"extract --model nowhere --manifest {Manifest} --db a.duckdb"));

    [Fact]
    public void Extract_ModelNotBuilt()
    {
        Folder.File("empty/x");
        Assert.Equal(
            "empty: holds no model.onnx; make one with `varmem model build --vqvae FILE --var FILE --out DIR`.",
            Fails(1, $"extract --model empty --manifest {Manifest} --db a.duckdb"));
        Assert.Equal(
            "empty: holds no tokenizer and no transformer; expected one checkpoint (.pth or .safetensors) of each, or a built model.onnx.",
            Fails(1, $"run --model empty --out out"));
    }

    [Fact]
    public void Extract_GraphChanged()
    {
        foreach (var file in Directory.GetFiles(Model)) File.Copy(file, Folder.File($"m/{Path.GetFileName(file)}"));
        File.AppendAllText(Folder.File("m/model.onnx"), "x");
        Assert.Equal(
            "m: model.onnx is not the one that model.json describes (SHA-256 differs); build the model again.",
            Fails(1, $"extract --model m --manifest {Manifest} --db a.duckdb"));
    }

    [Fact]
    public void Build_NoCheckpoint() => Assert.Equal(
        "nowhere.pth: no such file; expected a checkpoint (.pth or .safetensors).", BuildFails("nowhere.pth", Var));

    [Fact]
    public void Build_CheckpointCutOff()
    {
        Folder.Write("var.pth", File.ReadAllBytes(Var)[..1_000_000]);
        var message = BuildFails(Vqvae, "var.pth");
        Assert.StartsWith("var.pth: is cut off or damaged (", message, StringComparison.Ordinal);
        Assert.EndsWith("; copy or download it again.", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Build_CheckpointWithForeignGlobals_RunsNothing()
    {
        var call = Pickle.Call("os", "system", Pickle.Text($"touch {Folder.File("touched")}"));
        Folder.Write("var.pth", TorchFile.Of(Pickle.Program(Pickle.Dict(("pos_start", call)))));
        var message = BuildFails(Vqvae, "var.pth");
        Assert.StartsWith("var.pth: its pickle names os.system (before byte ", message, StringComparison.Ordinal);
        Assert.EndsWith(
            "), which no state dict needs; nothing was run. If you trust the file, load it in PyTorch and save its state dict alone.",
            message, StringComparison.Ordinal);
        Assert.False(File.Exists(Folder.File("touched")));
    }

    [Fact]
    public void Build_TensorOfWrongShape()
    {
        SafetensorsCopy.OfTransformer(Folder.File("var.safetensors"), name => name == "blocks.3.attn.proj.weight" ? [64, 256] : null);
        Assert.Equal(
            "var.safetensors: tensor blocks.3.attn.proj.weight float32 (64, 256) does not fit the others; expected the shape (128, 128).",
            BuildFails(Vqvae, "var.safetensors"));
    }

    [Fact]
    public void Build_WeightsThatAreNoNumbers_WarnsAndBuilds()
    {
        var pair = new MadeUpPair();
        pair.Change("head.bias", tensor => tensor with { Center = float.NaN });
        pair.Write(Folder.Path);
        var run = Do($"model build --vqvae vqvae.safetensors --var var.safetensors --out warned");
        Assert.Equal(
            "warning: var.safetensors: 16 of the 16 values of tensor head.bias are NaN or infinite; activations behind it may be too\n",
            run.Error);
        Assert.True(File.Exists(Folder.File("warned/model.json")));
    }

    [Fact]
    public void Build_OptionsThatContradictTheCheckpoint()
    {
        Assert.Equal(
            $"{Var}: has 4 attention heads (scale_mul_1H11), but --heads or model.json says 8; leave it away there.",
            Fails(1, $"model build --vqvae {Vqvae} --var {Var} --heads 8 --out m"));
        Assert.Equal(
            $"{Var}: has scales of the sides 1,2,3,4,6,8 (buffer lvl_1L), but --patch-nums or model.json says 1,2,3; "
            + "leave them away there.",
            Fails(1, $"model build --vqvae {Vqvae} --var {Var} --patch-nums 1,2,3 --out m"));
    }

    [Fact]
    public void Build_CheckpointsExchanged() => Assert.Equal(
        $"{Var}: is no VAR tokenizer, it has no tensor encoder.conv_in.weight; were --vqvae and --var exchanged?", BuildFails(Var, Vqvae));

    [Fact]
    public void Build_OutIsAFile()
    {
        Folder.Write("m", "hello");
        var message = Fails(1, $"model build --vqvae {Vqvae} --var {Var} --out m");
        Assert.StartsWith("m: the model cannot be written there (", message, StringComparison.Ordinal);
        Assert.Equal("hello", File.ReadAllText(Folder.File("m")));
    }

    [Fact]
    public void Hooks_WithoutMatch_NameTheNearest() => Assert.Equal(
        "hook pattern blocks.0.ffn.fc matches no layer; nearest: blocks.0.ffn.fc1, blocks.0.ffn.fc2, blocks.1.ffn.fc1; "
        + "`varmem hooks` lists them all.",
        Fails(1, $"extract --model {Model} --manifest {Manifest} --hooks blocks.0.ffn.fc --db a.duckdb"));

    [Fact]
    public void Extract_TensorsThatDoNotFit()
    {
        Npy.Write<float>(Folder.File("images.npy"), new float[2 * 3 * 16 * 16], 2, 3, 16, 16);
        Npy.Write<float>(Folder.File("flat.npy"), new float[6], 6);
        Npy.Write<long>(Folder.File("two.npy"), [0, 1], 2);
        Npy.Write<long>(Folder.File("three.npy"), [0, 1, 2], 3);
        Npy.Write<long>(Folder.File("nine.npy"), [0, 9], 2);
        Assert.Equal(
            $"images.npy: crops of 16×16; {Model}/model.onnx takes 32×32",
            Fails(2, $"extract --model {Model} --tensors images.npy --labels two.npy --db a.duckdb"));
        Assert.Equal(
            "images.npy holds 2 crops and three.npy 3 labels; expected A·N crops for N labels.", TensorsFail("images.npy", "three.npy"));
        Assert.Equal("nine.npy, row 1: found label 9, expected 0…8.", TensorsFail("images.npy", "nine.npy"));
        Assert.Equal("flat.npy: found float32 (6,), expected float32 (N·A, 3, H, W).", TensorsFail("flat.npy", "two.npy"));
        Assert.Equal("There is no file nowhere.npy.", TensorsFail("nowhere.npy", "two.npy"));
    }

    string TensorsFail(string images, string labels) =>
        Fails(1, $"extract --model {Model} --tensors {images} --labels {labels} --db a.duckdb");

    string BuildFails(string vqvae, string var)
    {
        var message = Fails(1, $"model build --vqvae {vqvae} --var {var} --out m");
        Assert.False(File.Exists(Folder.File("m/model.json")));
        return message;
    }

    public override void Dispose()
    {
        Assert.False(File.Exists(Folder.File("a.duckdb")));
        base.Dispose();
    }
}
