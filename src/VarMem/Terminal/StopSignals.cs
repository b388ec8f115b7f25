using System.Runtime.InteropServices;

namespace VarMem.Terminal;

/// <summary>Ctrl+C, and the SIGTERM of a shutdown or of Slurm ahead of a time limit: both ask the work to stop where nothing is lost.</summary>
sealed class StopSignals : IDisposable
{
    /// <summary>Work that has not stopped by then is ended.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    readonly CancellationTokenSource _stop = new();
    readonly PosixSignalRegistration _interrupt, _terminate;

    public StopSignals()
    {
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => Stop(signal, 130));
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => Stop(signal, 143));
    }

    public CancellationToken Token => _stop.Token;

    /// <summary>As a shell has it: 128 and the signal's number; 0 before any.</summary>
    public int ExitCode { get; private set; }

    void Stop(PosixSignalContext signal, int exitCode)
    {
        signal.Cancel = true;
        if (Token.IsCancellationRequested) return;
        ExitCode = exitCode;
        _stop.Cancel();
        Task.Delay(Patience).ContinueWith(_ => Environment.Exit(exitCode), TaskScheduler.Default);
    }

    public void Dispose()
    {
        _interrupt.Dispose();
        _terminate.Dispose();
        _stop.Dispose();
    }
}
