using TypedSessions.Sessions;

namespace TypedSessions.Hosting.Clearing;

/// <summary>Removes what has expired, batch by batch.</summary>
internal sealed class SessionClearing(ISessionTransport transport)
{
    /// <summary>Removes all that has expired by now.</summary>
    /// <param name="batchSize">How many records to remove at a time.</param>
    /// <param name="progress">Told after each batch how many have been removed so far.</param>
    /// <param name="cancellationToken">Stops after the batch under way.</param>
    /// <returns>How many records were removed.</returns>
    public async Task<long> RunAsync(int batchSize, Action<long>? progress = null, CancellationToken cancellationToken = default)
    {
        if (transport.Engine is not { } engine)
        {
            return 0;
        }

        long removed = 0;
        int batch;
        do
        {
            batch = await engine.RemoveExpiredAsync(batchSize, cancellationToken);
            removed += batch;
            progress?.Invoke(removed);

            // Requests come between two batches, also where the engine does its work on the caller's thread.
            await Task.Yield();
        }
        while (batch == batchSize);

        return removed;
    }
}
