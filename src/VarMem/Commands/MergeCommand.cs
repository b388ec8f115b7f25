using System.CommandLine;
using System.Diagnostics;
using VarMem.Analysis;
using VarMem.Store.Merging;
using VarMem.Terminal;

namespace VarMem.Commands;

/// <summary><c>varmem merge</c>: the databases of shards in one.</summary>
static class MergeCommand
{
    public static Verb Create()
    {
        var shards = new Argument<string[]>("shard") { Description = "Databases of one run's shards.", Arity = ArgumentArity.OneOrMore, HelpName = "shard" };
        var database = new Option<string>("--db") { Description = "Database to write; one that a merge made is replaced.", HelpName = "file", Required = true };
        var keep = new Option<string>("--keep")
        {
            Description = $"Which activations: all, the {ShardMerge.TopRows} largest of every unit in each split, or none. UnitMem, owners and what follows from them are the same; what needs all activations stays empty.",
            HelpName = "all|top|none",
            DefaultValueFactory = _ => "all",
        };
        var gaps = new Option<bool>("--allow-gaps") { Description = "Merge what there is, though shards or images are missing." };
        var overlap = new Option<bool>("--allow-overlap") { Description = "Take an image that several files hold from the first of them." };
        keep.OneOf("all", "top", "none");
        return new Verb("merge", "Join the databases of shards in one.", "varmem merge --db d16.duckdb shards/*.duckdb")
        { shards, database, keep, gaps, overlap }
        .Does((parsed, cancellation) =>
        {
            var (files, target, clock) = (parsed.GetRequiredValue(shards), parsed.GetRequiredValue(database), Stopwatch.StartNew());
            if (files.Append(target).CountBy(Path.GetFullPath).FirstOrDefault(file => file.Value > 1) is { Key: { } twice })
                throw new UsageException($"{twice} is named twice; expected different files, and another for --db");
            var merge = ShardMerge.Open(files, new MergeOptions(
                Enum.Parse<Keep>(parsed.GetRequiredValue(keep), ignoreCase: true), parsed.GetValue(gaps), parsed.GetValue(overlap)));
            using (var progress = new Progress("merging shards", files.Length))
                merge.WriteTo(target, PartialPeaks.Add, done => progress.Report(done), cancellation);
            Console.Error.WriteLine($"{merge.ImageCount} images of {files.Length} files in {target} ({Progress.Time(clock.Elapsed)})");
            Console.Error.WriteLine($"`varmem analyze --db {target}` computes the metrics from them");
            return CommandLine.Done;
        });
    }
}
