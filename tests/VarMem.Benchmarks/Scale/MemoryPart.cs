using VarMem.Store;

namespace VarMem.Benchmarks.Scale;

/// <summary>Whether extraction keeps its memory: that of a process of the emoji model when 1,000 and 8,000 images are done.</summary>
static class MemoryPart
{
    const int Early = 1000, Late = 8000;

    public static void Measure(Results results, string folder)
    {
        var (pictures, database) = (Path.Combine(folder, "pictures"), Path.Combine(folder, "memory.duckdb"));
        Link(Path.Combine(Emoji.Folder, "images", "train"), pictures);
        var samples = new List<(DateTime At, long Bytes)>();
        Child.Run(
            Child.Program, ["extract", "--model", Emoji.Model().Path, "--images", pictures, "--crop", "center", "--device", "cpu", "--db", database],
            bytes => samples.Add((DateTime.UtcNow, bytes)));
        results["memory_mib_at_image_1000"] = At(Early) / (double)(1 << 20);
        results["memory_mib_at_image_8000"] = At(Late) / (double)(1 << 20);

        double At(int done)
        {
            using var connection = DatabaseFile.OpenReadOnly(database);
            var time = connection.Rows("SELECT done_at FROM image ORDER BY done_at, image_id OFFSET ? LIMIT 1", row => row.GetDateTime(0), done - 1)[0];
            return samples.MinBy(sample => (sample.At - time).Duration()).Bytes;
        }
    }

    /// <summary>The images of each class, again and again under other names, until they suffice.</summary>
    static void Link(string from, string to)
    {
        var files = Directory.GetFiles(from, "*.png", SearchOption.AllDirectories);
        for (var i = 0; i < Late + files.Length; i++)
        {
            var file = files[i % files.Length];
            var target = Path.Combine(to, Path.GetFileName(Path.GetDirectoryName(file))!, $"{i}.png");
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.CreateSymbolicLink(target, file);
        }
    }
}
