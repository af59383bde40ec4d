namespace TypedSessions.Engines.Files;

/// <summary>
/// Removes expired files, oldest first. A scan of all files finds more than one batch takes, so the rest is kept for the next batches: a
/// million expired sessions take ten scans, not a thousand.
/// </summary>
internal sealed class ExpiredFileCleaner(FileRecords records, TimeProvider timeProvider, TimeSpan clockSkew)
{
    /// <summary>The largest number of keys that are kept: about 4 MiB.</summary>
    private const int Capacity = 100_000;

    private readonly Lock _gate = new();
    private readonly Queue<SessionKey> _found = new();

    /// <summary>
    /// Removes expired files. Returns the number of removed files; fewer than <paramref name="batch"/> if a scan found no more.
    /// </summary>
    public int Remove(int batch, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var time = timeProvider.GetUtcNow() - clockSkew;
            var (removed, mayFindMore) = (0, true);
            while (removed < batch && (_found.Count > 0 || mayFindMore))
            {
                if (_found.TryDequeue(out var key))
                {
                    removed += records.RemoveExpired(key, time, cancellationToken) ? 1 : 0;
                }
                else
                {
                    mayFindMore = Scan(time, cancellationToken);
                }
            }

            return removed;
        }
    }

    // Returns whether there may be more expired files than the queue can take.
    private bool Scan(DateTimeOffset time, CancellationToken cancellationToken)
    {
        // A damaged file comes first. Whether it is damaged, and not being written, is checked under the lock.
        var expired = records.ReadHeaders(cancellationToken)
            .Select(static file => (file.Key, ExpiresAt: file.Header?.ExpiresAt ?? DateTimeOffset.MinValue))
            .Where(file => file.ExpiresAt <= time)
            .OrderBy(static file => file.ExpiresAt)
            .Take(Capacity);
        foreach (var (key, _) in expired)
        {
            _found.Enqueue(key);
        }

        return _found.Count == Capacity;
    }
}
