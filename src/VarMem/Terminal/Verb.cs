using System.CommandLine;

namespace VarMem.Terminal;

/// <summary>A command whose help ends with an example.</summary>
sealed class Verb(string name, string description, string example) : Command(name, description)
{
    public string Example { get; } = example;

    /// <summary>Sets what the command does; it returns the exit code.</summary>
    public Verb Does(Func<ParseResult, CancellationToken, int> action)
    {
        // On a thread of its own, so that Ctrl+C is heard while it works.
        SetAction((parsed, cancellation) => Task.Run(() => action(parsed, cancellation), CancellationToken.None));
        return this;
    }
}
