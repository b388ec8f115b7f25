namespace VarMem.Store.DuckDb;

/// <summary>DuckDB's calls block; a cancellation token interrupts them from the thread that cancels.</summary>
static class Interruptible
{
    /// <summary>Runs on the calling thread. A cancelled call ends as cancelled, whatever DuckDB made of the interrupt.</summary>
    internal static Task<T> RunAsync<T>(Action interrupt, Func<T> call, CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested)
            return Task.FromCanceled<T>(cancellation);
        try
        {
            using var registration = cancellation.Register(interrupt);
            return Task.FromResult(call());
        }
        catch (Exception e) when (cancellation.IsCancellationRequested && e is DuckDbException or OperationCanceledException)
        {
            return Task.FromCanceled<T>(cancellation);
        }
        catch (Exception e)
        {
            return Task.FromException<T>(e);
        }
    }
}
