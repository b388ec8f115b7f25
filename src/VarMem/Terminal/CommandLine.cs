using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using System.Data.Common;
using VarMem.Analysis;
using VarMem.Charts;
using VarMem.Models;
using VarMem.Pipeline;
using VarMem.Store;

namespace VarMem.Terminal;

/// <summary>Runs a command line: exit code 0 done, 1 the run failed, 2 bad usage, 130 or 143 stopped by Ctrl+C or SIGTERM; an expected error is one message on stderr.</summary>
static class CommandLine
{
    public const int Done = 0, Failed = 1, BadUsage = 2;

    static bool TraceWanted => Environment.GetEnvironmentVariable("VARMEM_TRACE") is { Length: > 0 };

    public static async Task<int> Run(RootCommand root, string[] args)
    {
        foreach (var option in root.Options.OfType<HelpOption>()) option.Action = new HelpWithExample((HelpAction)option.Action!);
        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0 && parsed.Action is not HelpWithExample)
        {
            Error($"{Misuse(parsed)} See `{Name(parsed.CommandResult)} --help`.");
            return BadUsage;
        }

        using var stop = new StopSignals();
        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }, stop.Token);
        }
        catch (OperationCanceledException) when (stop.Token.IsCancellationRequested)
        {
            return stop.ExitCode;
        }
        catch (Exception e)
        {
            Error(Message(e));
            return e is UsageException ? BadUsage : Failed;
        }
    }

    static string Message(Exception e) => e switch
    {
        UsageException or ModelException or PipelineException or StoreException or AnalysisException or ChartException
            or DbException or IOException or UnauthorizedAccessException => e.Message,
        DllNotFoundException or TypeInitializationException =>
            $"A native library cannot be loaded: {e.GetBaseException().Message} `varmem doctor` tells which.",
        OutOfMemoryException => "Memory is full; a smaller --batch needs less.",
        _ => $"This is a bug in VarMem: {e.GetType().Name}: {e.Message}{(TraceWanted ? $"\n{e.StackTrace}" : " VARMEM_TRACE=1 shows where.")}",
    };

    /// <summary>What is wrong with the words, the first thing first: what follows an unknown word is only its echo.</summary>
    public static string Misuse(ParseResult parsed)
    {
        var commands = parsed.CommandResult.Command.Subcommands.Select(command => command.Name).ToArray();
        return (parsed.UnmatchedTokens, commands) switch
        {
            ([['-', ..] option, ..], _) => $"There is no option {option}.",
            ([var word, ..], [_, ..]) => $"There is no command {word}; expected {string.Join(", ", commands)}.",
            ([var word, ..], _) => $"'{word}' is one argument too many; put quotes around one that holds spaces.",
            (_, [_, ..]) => $"A command is missing; expected {string.Join(", ", commands)}.",
            _ => string.Join(' ', parsed.Errors.Select(error => error.Message)),
        };
    }

    /// <summary>The command as one types it: varmem model build.</summary>
    static string Name(CommandResult command) =>
        command.Parent is CommandResult parent ? $"{Name(parent)} {command.Command.Name}" : "varmem";

    /// <summary>What is odd, but stops nothing.</summary>
    public static void Warn(string message) => Console.Error.WriteLine($"warning: {message}");

    static void Error(string message) => Console.Error.WriteLine($"error: {message}");

    /// <summary>The library's own help, then the example.</summary>
    sealed class HelpWithExample(HelpAction help) : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parsed)
        {
            help.Invoke(parsed);
            if (parsed.CommandResult.Command is Verb verb)
            {
                var output = parsed.InvocationConfiguration.Output;
                output.WriteLine("Example:");
                foreach (var line in verb.Example.Split('\n')) output.WriteLine($"  {line}");
                output.WriteLine();
            }
            return Done;
        }
    }
}

/// <summary>The command line asks for something that makes no sense; exit code 2.</summary>
sealed class UsageException(string message) : Exception(message);
