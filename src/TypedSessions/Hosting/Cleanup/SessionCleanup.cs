namespace TypedSessions.Hosting.Cleanup;

/// <summary>Removes expired records in batches.</summary>
internal static class SessionCleanup
{
    /// <summary>Removes all records that have expired.</summary>
    /// <param name="engine">The engine; <see langword="null"/> if clients store the records.</param>
    /// <param name="batchSize">How many records to remove at a time.</param>
    /// <param name="progress">Called after each batch with the number of records that have been removed so far.</param>
    /// <param name="cancellationToken">A token to stop after the current batch.</param>
    /// <returns>The number of removed records.</returns>
    public static async Task<long> RunAsync(
        ISessionEngine? engine, int batchSize, Action<long>? progress = null, CancellationToken cancellationToken = default)
    {
        if (engine is null)
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

            // Lets requests run between two batches, also on an engine that completes synchronously.
            await Task.Yield();
        }
        while (batch == batchSize);

        return removed;
    }
}
