using VarMem.Tests.Models.MadeUp;

namespace VarMem.Benchmarks;

/// <summary>Checkpoints of a published model's shapes with random values, and the model built from them; kept from run to run.</summary>
/// <param name="Depth">16: VAR-d16.</param>
/// <param name="Folder">Where they lie.</param>
sealed record PublishedModel(int Depth, string Folder)
{
    public PublishedModel(int depth) : this(depth, Path.Combine("output", $"published-d{depth}"))
    {
    }

    public string Vqvae => Path.Combine(Checkpoints, "vqvae.pth");

    public string Var => Path.Combine(Checkpoints, "var.pth");

    /// <summary>Of the built model.</summary>
    public string Model => Path.Combine(Folder, $"d{Depth}");

    string Checkpoints => Path.Combine(Folder, "checkpoints");

    /// <summary>Writes the checkpoints where they are missing, in a process of their own, for the values take memory.</summary>
    public void RequireCheckpoints()
    {
        if (!Directory.Exists(Checkpoints))
            Child.Run(typeof(PublishedModel).Assembly.Location, ["published", "checkpoints", $"{Depth}", Checkpoints]);
    }

    /// <summary>Builds the model with the program.</summary>
    public (TimeSpan Time, long PeakBytes) Build() =>
        Child.Run(Child.Program, ["model", "build", "--vqvae", Vqvae, "--var", Var, "--out", Model]);

    /// <summary>In a folder beside first, so that one that is there is whole.</summary>
    public static void WriteCheckpoints(int depth, string folder)
    {
        var partial = $"{folder}.partial";
        Directory.CreateDirectory(partial);
        MadeUpModel.Published(depth).WriteTorch(partial);
        Directory.Move(partial, folder);
    }
}
