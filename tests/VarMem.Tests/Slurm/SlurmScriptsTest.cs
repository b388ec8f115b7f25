using VarMem.Slurm;

namespace VarMem.Tests.Slurm;

/// <summary>The whole text of the scripts, as it stands in tests/reference/slurm.</summary>
public class SlurmScriptsTest
{
    static readonly SlurmJob Plain = new()
    {
        Folder = "/data/d16.duckdb.slurm",
        Database = "/data/d16.duckdb",
        Shards = 64,
        Program = ["/opt/varmem/varmem"],
        Options = ["--model", "models/d16", "--images", "imagenet", "--device", "cpu"],
        WorkingFolder = "/data",
    };

    static readonly SlurmJob Full = new()
    {
        Folder = "/data/a user's/jobs",
        Database = "/data/a user's/d 16.duckdb",
        Shards = 2000,
        Keep = "none",
        Program = ["/usr/bin/dotnet", "/opt/var mem/varmem.dll"],
        Options = ["--model", "the model", "--images", "train-{000..146}.tar", "--hooks", "blocks.*.ffn.*", "!**.fc2", "--device", "cuda"],
        WorkingFolder = "/data/a user's",
        Gpus = 1,
        Cpus = 8,
        Memory = "16G",
        Time = "04:00:00",
        Partition = "gpu,long",
        Account = "lab",
        Extra = ["--constraint=a100", "--mail-type=END"],
    };

    public static TheoryData<string, string, string> Scripts()
    {
        var scripts = new TheoryData<string, string, string>();
        foreach (var (name, job) in (ReadOnlySpan<(string, SlurmJob)>)[("plain", Plain), ("full", Full)])
        {
            scripts.Add(name, "extract.sbatch", SlurmScripts.Extract(job));
            scripts.Add(name, "merge.sbatch", SlurmScripts.Merge(job));
            scripts.Add(name, "submit.sh", SlurmScripts.Submit(job));
        }
        return scripts;
    }

    [Theory, MemberData(nameof(Scripts))]
    public void Text_IsTheReviewedOne(string name, string file, string text)
    {
        var reviewed = Repository.File("tests", "reference", "slurm", name, file);
        if (File.Exists(reviewed) && File.ReadAllText(reviewed) == text) return;
        var found = Path.Combine(Directory.CreateTempSubdirectory("varmem-").FullName, file);
        File.WriteAllText(found, text);
        Assert.Fail($"The script is not that of {reviewed}; if it is better, accept it:\ncp {found} {reviewed}");
    }

    [Theory, MemberData(nameof(Scripts))]
    public void Text_IsBash(string name, string file, string text)
    {
        using var folder = new TempFolder();
        Assert.Equal((0, ""), Shell.Run(folder, "bash", "-n", folder.Write($"{name}.{file}", text)));
    }
}
