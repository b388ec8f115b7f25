using System.CommandLine;
using System.Text.RegularExpressions;
using VarMem.Measuring;
using VarMem.Slurm;
using VarMem.Terminal;

namespace VarMem.Commands;

/// <summary><c>varmem slurm</c>: the scripts that extract in shards on a Slurm cluster.</summary>
static partial class SlurmCommand
{
    public static Verb Create()
    {
        var shards = new Option<int>("--shards") { Description = "Shards, each a job of the array.", HelpName = "n", Required = true };
        var database = new Option<string>("--db") { Description = "Database that the shards are merged into.", HelpName = "file", Required = true };
        var keep = new Option<string>("--keep") { Description = "Which activations the merge keeps, as `varmem merge` has it.", HelpName = "all|top|none", DefaultValueFactory = _ => "all" };
        var gpus = new Option<int>("--gpus") { Description = "GPUs a shard: a process uses one at most, more shards use more. Decides --device of extract where that is not given.", HelpName = "0|1", DefaultValueFactory = _ => 0 };
        var cpus = new Option<int?>("--cpus") { Description = "CPUs a job. [default: the cluster's, as below]", HelpName = "n" };
        var memory = new Option<string?>("--mem") { Description = "Memory a job, such as 16G.", HelpName = "size" };
        var time = new Option<string?>("--time") { Description = "Time limit of a job, such as 04:00:00; two minutes ahead of it a shard stops by itself, to go on in another job.", HelpName = "time" };
        var partition = new Option<string?>("--partition") { Description = "Partition to run in.", HelpName = "name" };
        var account = new Option<string?>("--account") { Description = "Account to charge.", HelpName = "name" };
        var extra = new Option<string[]>("--sbatch") { Description = "Another option of sbatch for all jobs, such as '--constraint=a100'; give it again for more.", HelpName = "option" };
        var output = new Option<string?>("--out") { Description = "Folder for scripts, shards and logs, on a file system that all nodes share. [default: the database's name with .slurm]", HelpName = "dir" };
        var program = new Option<string?>("--program") { Description = "VarMem on the nodes. [default: this very program]", HelpName = "file" };
        var options = new Argument<string[]>("options of extract") { Description = "Behind --, the options of `varmem extract` but --db and --shard.", Arity = ArgumentArity.ZeroOrMore };
        shards.WholeNumber(1, 4_000_000); // the largest MaxArraySize that Slurm knows
        keep.OneOf("all", "top", "none");
        gpus.WholeNumber(0, 1);
        cpus.Positive();
        memory.Matches(Size(), "a size such as 16G");
        time.Accept(text => SlurmTime.Parse(text) >= SlurmTime.Least, "minutes, hours:minutes:seconds or days-hours:minutes:seconds, ten minutes or more");
        partition.Matches(Word(), "a name without spaces and quotes");
        account.Matches(Word(), "a name without spaces and quotes");
        extra.Matches(OptionOfSbatch(), "one line that begins with -");
        return new Verb("slurm",
            "Write the scripts that extract in shards on a Slurm cluster, merge and analyze: extract.sbatch, merge.sbatch, and submit.sh, which submits what is not complete yet, again after failures too.",
            "varmem slurm --shards 64 --gpus 1 --time 04:00:00 --db d16.duckdb -- --model models/d16 --images imagenet\nd16.duckdb.slurm/submit.sh")
        { shards, database, keep, gpus, cpus, memory, time, partition, account, extra, output, program, options }
        .Does((parsed, _) =>
        {
            var file = Path.GetFullPath(parsed.GetRequiredValue(database));
            var job = new SlurmJob
            {
                Folder = ForSbatch("--out", Path.GetFullPath(parsed.GetValue(output) ?? $"{file}.slurm").TrimEnd('/')),
                Database = ForSbatch("--db", file),
                Shards = parsed.GetRequiredValue(shards),
                Keep = parsed.GetRequiredValue(keep),
                Program = Program(parsed.GetValue(program)),
                Options = WithDevice(parsed.GetValue(options)!, parsed.GetValue(gpus)),
                WorkingFolder = Directory.GetCurrentDirectory(),
                Gpus = parsed.GetValue(gpus),
                Cpus = parsed.GetValue(cpus),
                Memory = parsed.GetValue(memory),
                Time = parsed.GetValue(time),
                Partition = parsed.GetValue(partition),
                Account = parsed.GetValue(account),
                Extra = parsed.GetValue(extra) ?? [],
            };
            var images = Extraction.CountImages(Read(job));
            foreach (var written in SlurmFolder.Write(job)) Console.Out.WriteLine(written);
            Console.Error.WriteLine($"{images:N0} images in {job.Shards} shards of about {(double)images / job.Shards:N0}; the last of these files submits them");
            return CommandLine.Done;
        });
    }

    /// <summary>What the array's first job is asked for: whatever is wrong with it shows before anything waits in a queue.</summary>
    static ExtractionOptions Read(SlurmJob job)
    {
        if (job.Options.FirstOrDefault(word => Name(word) is "--db" or "--shard") is { } taken)
            throw new UsageException($"{Name(taken)} behind --: each shard is given its own; expected the other options of extract");
        try
        {
            return ExtractCommand.Read([.. job.Options, "--db", Path.Combine(job.Folder, "shard"), "--shard", $"1/{job.Shards}"]);
        }
        catch (UsageException e)
        {
            throw new UsageException($"{e.Message.TrimEnd('.')} (in the options of extract, behind --)");
        }
    }

    static string Name(string option) => option.Split('=', ':')[0];

    /// <summary>All shards on the same device, whatever their nodes have: merged they are one extraction.</summary>
    static string[] WithDevice(string[] options, int gpus) =>
        options.Any(word => Name(word) == "--device") ? options : [.. options, "--device", gpus > 0 ? "cuda" : "cpu"];

    static string[] Program(string? given) => given switch
    {
        { } file when file.Contains('/') => [Path.GetFullPath(file)],
        { } name => [name],
        null when Path.GetFileNameWithoutExtension(Environment.ProcessPath) is "dotnet" => [Environment.ProcessPath!, Path.Combine(AppContext.BaseDirectory, "varmem.dll")],
        null => [Environment.ProcessPath!],
    };

    /// <summary>A path that can stand between quotes in a line of sbatch.</summary>
    static string ForSbatch(string option, string path) => path.IndexOfAny(['"', '\\', '%', '\n']) < 0 ? path
        : throw new UsageException($"{option} {path}: expected a path without quotes, backslashes, % and line ends, which sbatch takes for something else");

    [GeneratedRegex(@"^\d+[KMGT]?\z")]
    private static partial Regex Size();

    [GeneratedRegex("""^[^\s"'\\#]+\z""")]
    private static partial Regex Word();

    [GeneratedRegex(@"^-.*\z")]
    private static partial Regex OptionOfSbatch();
}
