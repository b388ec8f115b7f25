using System.Runtime.CompilerServices;
using VarMem.Tests.EndToEnd;

namespace VarMem.Tests.CommandLine;

/// <summary>A command line that makes no sense: exit code 2 and one line.</summary>
public class UsageTest : ProgramTest
{
    const string Extract = "extract --model m --db a.duckdb --images images", Slurm = "slurm --shards 4 --db a.duckdb";

    [Theory]
    [InlineData("", "A command is missing; expected run, model, hooks, extract, merge, analyze, sql, chart, top, compare, membership, generate, extraction, duplicates, intervene, report, export, slurm, doctor. See `varmem --help`.")]
    [InlineData("extrct",
        "There is no command extrct; expected run, model, hooks, extract, merge, analyze, sql, chart, top, compare, membership, generate, extraction, duplicates, intervene, report, export, slurm, doctor. See `varmem --help`.")]
    [InlineData("model bild", "There is no command bild; expected build, info, untrained. See `varmem model --help`.")]
    [InlineData("extract --foo 3", "There is no option --foo. See `varmem extract --help`.")]
    [InlineData("extract", "Option '--db' is required. See `varmem extract --help`.")]
    [InlineData("extract --db a.duckdb --images images", "no network; expected the folder of a built model, or --onnx FILE")]
    [InlineData($"{Extract} --onnx a.onnx", "--onnx stands for the model; name one of the two")]
    [InlineData($"{Extract} --mean 0,0,0", "--mean goes with --onnx; a built model tells it by itself")]
    [InlineData("extract --onnx a.onnx --db a.duckdb --images images --only-tokenizer",
        "--only-tokenizer is for VAR models; with --onnx choose layers with --hooks")]
    [InlineData("hooks --onnx a.onnx --channel-axis 0",
        "--channel-axis '0': expected axes from 1 with commas, such as 1 or 1,3; axis 0 is the batch")]
    [InlineData("hooks --onnx a.onnx --std 0.2,0.2,0",
        "--std '0.2,0.2,0': expected three numbers above 0 and at most 1 with commas, such as 0.485,0.456,0.406")]
    [InlineData("hooks --onnx a.onnx --mean 123.675,116.28,103.53",
        "--mean '123.675,116.28,103.53': expected three numbers from 0 to 1 with commas, such as 0.485,0.456,0.406")]
    [InlineData("model build --vqvae a.pth --only-tokenizer --out m --patch-nums ,",
        "--patch-nums ',' is no list of sides; expected positive whole numbers with commas, such as 1,2,3,4")]
    [InlineData("extraction --db a.duckdb --model m --prefixes x", "--prefixes 'x': expected numbers and ranges with commas, such as 0-4 or 0,2. See `varmem extraction --help`.")]
    [InlineData("extraction --db a.duckdb --model m --false-positives 0.6", "--false-positives '0.6': expected a number from 0 to 0.5. See `varmem extraction --help`.")]
    [InlineData("generate --model m --class 1", "Option '--out' is required. See `varmem generate --help`.")]
    [InlineData("generate --model m --class 1 --out o --count 0", "--count '0': expected a whole number from 1 to 1000000. See `varmem generate --help`.")]
    [InlineData("generate --model m --class 1 --out o --cfg -1", "--cfg '-1': expected a number from 0 to 100. See `varmem generate --help`.")]
    [InlineData("generate --model m --class 1 --out o --top-p 1.5", "--top-p '1.5': expected a number from 0 to 1. See `varmem generate --help`.")]
    [InlineData("generate --model m --class 1 --out o --greedy --top-k 5", "--greedy takes the likeliest token; drop --top-k and --top-p")]
    [InlineData("generate --model m --class 1 --out o --greedy --count 5", "--greedy makes the same image each time; drop --count")]
    [InlineData($"{Extract} --label-drop 1.5", "--label-drop '1.5': expected a number from 0 to 1. See `varmem extract --help`.")]
    [InlineData($"{Extract} --device gpu", "--device 'gpu': expected auto or cpu or cuda. See `varmem extract --help`.")]
    [InlineData($"{Extract} --precision fp8", "--precision 'fp8': expected fp32 or fp16 or bf16. See `varmem extract --help`.")]
    [InlineData("model build --out m", "Option '--vqvae' is required. See `varmem model build --help`.")]
    [InlineData("model build --vqvae a.pth --out m", "expected either --var FILE, the transformer's checkpoint, or --only-tokenizer")]
    [InlineData("model build --vqvae a.pth --var b.pth --only-tokenizer --out m",
        "expected either --var FILE, the transformer's checkpoint, or --only-tokenizer")]
    [InlineData("model build --vqvae a.pth --var b.pth --out m --image-size 64",
        "--image-size goes with --only-tokenizer; a transformer's scales tell it")]
    [InlineData("model untrained m", "Option '--out' is required. See `varmem model untrained --help`.")]
    [InlineData("model untrained --out u", "Required argument missing for command: 'untrained'. See `varmem model untrained --help`.")]
    [InlineData("model untrained m --out u --seed x", "--seed 'x': expected a whole number. See `varmem model untrained --help`.")]
    [InlineData("model untrained m --out m/", "--out m/ is the trained model's own folder; expected another")]
    [InlineData($"{Extract} --crop middle", "--crop 'middle': expected random or center. See `varmem extract --help`.")]
    [InlineData($"{Extract} --on-error stop", "--on-error 'stop': expected skip or fail. See `varmem extract --help`.")]
    [InlineData($"{Extract} --augmentations 0", "--augmentations '0': expected a whole number from 1. See `varmem extract --help`.")]
    [InlineData($"{Extract} --limit -1", "--limit '-1': expected a whole number from 1. See `varmem extract --help`.")]
    [InlineData($"{Extract} --limit 99999999999", "--limit '99999999999': expected a whole number from 1. See `varmem extract --help`.")]
    [InlineData($"{Extract} --per-class 5 --sample some", "--sample 'some': expected first or random. See `varmem extract --help`.")]
    [InlineData($"{Extract} --sample random",
        "--sample random draws as many images as --per-class or --limit says; give one of them")]
    [InlineData($"{Extract} --classes a --class-list b.txt", "--classes and --class-list both name classes; drop one of them")]
    [InlineData("extract --model m --db a.duckdb --manifest m.csv --val-labels v.txt",
        "--val-labels goes with --images; a manifest or --labels tells them by itself")]
    [InlineData($"{Extract} --seed 1.5", "--seed '1.5': expected a whole number. See `varmem extract --help`.")]
    [InlineData($"{Extract} --resize-ratio 0.9", "--resize-ratio '0.9': expected a number from 1 to 100. See `varmem extract --help`.")]
    [InlineData($"{Extract} --limit", "Required argument missing for option: '--limit'. See `varmem extract --help`.")]
    [InlineData($"{Extract} --db b.duckdb", "Option '--db' expects a single argument but 2 were provided. See `varmem extract --help`.")]
    [InlineData($"{Extract} --batch zero", "--batch 'zero' is no batch size; expected auto or a whole number from 1")]
    [InlineData($"{Extract} --crop center --augmentations 4",
        "--crop center makes one crop an image, --augmentations asks for 4; drop one of them")]
    [InlineData($"{Extract} --tensors a.npy --labels b.npy", "--tensors stands alone; drop --images and --manifest")]
    [InlineData("extract --model m --db a.duckdb", "no images; expected --images DIR, --manifest CSV, or --tensors NPY with --labels NPY")]
    [InlineData("extract --model m --db a.duckdb --tensors a.npy --labels b.npy --augmentations 2",
        "--augmentations follows from --tensors and --labels, A·N crops for N labels; drop it")]
    [InlineData($"{Extract} --labels a.npy", "--labels goes with --tensors: the crops and one label an image")]
    [InlineData("model build --vqvae a.pth --var b.pth --out m --patch-nums 1,two",
        "--patch-nums '1,two' is no list of sides; expected positive whole numbers with commas, such as 1,2,3,4")]
    [InlineData("analyze --db a.duckdb --percentile 101",
        "--percentile '101': expected a number from 0 to 100. See `varmem analyze --help`.")]
    [InlineData("analyze --db a.duckdb --rest max", "--rest 'max': expected mean or median. See `varmem analyze --help`.")]
    [InlineData("sql --db a.duckdb", "expected a query, either on the command line or in a file with -f")]
    [InlineData("sql --db a.duckdb SHOW -f q.sql", "expected a query, either on the command line or in a file with -f")]
    [InlineData("sql --db a.duckdb -f q.sql", "q.sql: no such file; expected one with a query")]
    [InlineData("sql --db a.duckdb SHOW tables",
        "'tables' is one argument too many; put quotes around one that holds spaces. See `varmem sql --help`.")]
    [InlineData("sql --db a.duckdb SHOW --format xml",
        "--format 'xml': expected table or csv or json or parquet. See `varmem sql --help`.")]
    [InlineData("chart --db a.duckdb -o a.png", "expected a query, either on the command line or in a file with -f")]
    [InlineData("top --db a.duckdb -o a.png", "expected one of --unit, --layer and --image")]
    [InlineData("top --db a.duckdb --unit 3 --image 4 -o a.png", "expected one of --unit, --layer and --image")]
    [InlineData("top --db a.duckdb --unit 3 -k 101 -o a.png", "-k '101': expected a whole number from 1 to 100. See `varmem top --help`.")]
    [InlineData("top --db a.duckdb --unit 3 --population test -o a.png",
        "--population 'test': expected train or val or all. See `varmem top --help`.")]
    [InlineData("top --db a.duckdb --unit 3", "Option '-o' is required. See `varmem top --help`.")]
    [InlineData("duplicates", "Option '--db' is required. See `varmem duplicates --help`.")]
    [InlineData("duplicates --db a.duckdb --threshold 1.5", "--threshold '1.5': expected a number from 0 to 1. See `varmem duplicates --help`.")]
    [InlineData("duplicates --db a.duckdb --threshold nan", "--threshold 'nan': expected a number from 0 to 1. See `varmem duplicates --help`.")]
    [InlineData("duplicates --db a.duckdb --false-positives 0.6", "--false-positives '0.6': expected a number from 0 to 0.5. See `varmem duplicates --help`.")]
    [InlineData("duplicates --db a.duckdb --threshold 0.1 --false-positives 0.1", "--threshold and --false-positives both say what is near; drop one of them")]
    [InlineData("duplicates --db a.duckdb --side 0", "--side '0': expected a whole number from 1 to 512. See `varmem duplicates --help`.")]
    [InlineData("duplicates --db a.duckdb --side 4 --tiles 5", "--tiles 5: a side of 4 pixels has at most as many tiles; expected fewer, or a larger --side")]
    [InlineData("intervene --db a.duckdb", "Option '--model' is required. See `varmem intervene --help`.")]
    [InlineData("intervene --db a.duckdb --model m --factors 0.5,out", "--factors '0.5,out': expected numbers with commas, such as 0.5,0,-1. See `varmem intervene --help`.")]
    [InlineData("intervene --db a.duckdb --model m --factors 0,1", "--factors 0,1: 1 leaves units as they are; expected others")]
    [InlineData("intervene --db a.duckdb --model m --factors 0,0", "--factors 0,0: expected each but once")]
    [InlineData("intervene --db a.duckdb --model m --draws -1", "--draws '-1': expected a whole number from 0 to 10000. See `varmem intervene --help`.")]
    [InlineData("intervene --db a.duckdb --model m --images-per-group 0", "--images-per-group '0': expected a whole number from 1 to 1000000. See `varmem intervene --help`.")]
    [InlineData("intervene --db a.duckdb --model m --given-scales -1", "--given-scales '-1': expected a whole number from 0. See `varmem intervene --help`.")]
    [InlineData("report --db a.duckdb", "Option '--out' is required. See `varmem report --help`.")]
    [InlineData("export --db a.duckdb", "expected either --parquet DIR or --npz FILE")]
    [InlineData("export --db a.duckdb --parquet a --npz b.npz", "expected either --parquet DIR or --npz FILE")]
    [InlineData($"{Extract} --shard 0/4", "--shard '0/4': expected i/n with i from 1 to n, such as 1/64. See `varmem extract --help`.")]
    [InlineData($"{Extract} --shard 5/4", "--shard '5/4': expected i/n with i from 1 to n, such as 1/64. See `varmem extract --help`.")]
    [InlineData("run --shard 1/4", "There is no option --shard. See `varmem run --help`.")]
    [InlineData("slurm --db a.duckdb", "Option '--shards' is required. See `varmem slurm --help`.")]
    [InlineData($"{Slurm}", "no network; expected the folder of a built model, or --onnx FILE (in the options of extract, behind --)")]
    [InlineData($"{Slurm} --modle m", "There is no option --modle (in the options of extract, behind --)")]
    [InlineData($"{Slurm} -- --model m --images i --crop middle", "--crop 'middle': expected random or center (in the options of extract, behind --)")]
    [InlineData($"{Slurm} -- --model m --images i --db b.duckdb", "--db behind --: each shard is given its own; expected the other options of extract")]
    [InlineData($"{Slurm} -- --shard=1/2", "--shard behind --: each shard is given its own; expected the other options of extract")]
    [InlineData($"{Slurm} --gpus 2", "--gpus '2': expected a whole number from 0 to 1. See `varmem slurm --help`.")]
    [InlineData($"{Slurm} --cpus 0", "--cpus '0': expected a whole number from 1. See `varmem slurm --help`.")]
    [InlineData($"{Slurm} --mem 16GB", "--mem '16GB': expected a size such as 16G. See `varmem slurm --help`.")]
    [InlineData($"{Slurm} --time 4h", "--time '4h': expected minutes, hours:minutes:seconds or days-hours:minutes:seconds, ten minutes or more. See `varmem slurm --help`.")]
    [InlineData($"{Slurm} --time 2:00", "--time '2:00': expected minutes, hours:minutes:seconds or days-hours:minutes:seconds, ten minutes or more. See `varmem slurm --help`.")]
    [InlineData($"{Slurm} --partition a#b", "--partition 'a#b': expected a name without spaces and quotes. See `varmem slurm --help`.")]
    [InlineData($"{Slurm} --sbatch qos=long", "--sbatch 'qos=long': expected one line that begins with -. See `varmem slurm --help`.")]
    [InlineData($"{Slurm} --out a%b", "--out {0}/a%b: expected a path without quotes, backslashes, % and line ends, which sbatch takes for something else")]
    public void BadUsage_IsOneLine(string line, string message)
    {
        Assert.Equal(message.Replace("{0}", Folder.Path), Fails(2, FormattableStringFactory.Create(line)));
        Assert.Empty(Directory.GetFileSystemEntries(Folder.Path));
    }

    [Fact]
    public void Extract_TensorsWithoutLabels_SaysSo() => Assert.Equal(
        "--tensors needs --labels: one label an image", Fails(2, $"extract --model {Model} --db a.duckdb --tensors a.npy"));

    [Fact]
    public void Run_OutIsAFile_SaysSo()
    {
        Folder.Write("out", "hello");
        Assert.Equal("--out out is a file; expected a folder, or a path where nothing is yet", Fails(2, $"run --out out"));
        Assert.Equal("hello", File.ReadAllText(Folder.File("out")));
    }
}
