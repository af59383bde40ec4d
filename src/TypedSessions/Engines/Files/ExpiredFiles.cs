namespace TypedSessions.Engines.Files;

/// <summary>
/// Removes what has expired, oldest first. A look over all files finds more than one batch takes, so the rest is remembered for the next:
/// a million expired sessions take ten looks, not a thousand.
/// </summary>
internal sealed class ExpiredFiles(SessionFolder folder, FileRecords records, TimeProvider clock, TimeSpan clockSkew)
{
    /// <summary>How many keys to remember: about 4 MiB.</summary>
    private const int Capacity = 100_000;

    private readonly Lock _gate = new();
    private readonly Stack<SessionKey> _found = new();

    /// <returns>How many were removed; fewer than asked when a fresh look found no more.</returns>
    public int Remove(int batch, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var time = clock.GetUtcNow() - clockSkew;
            var removed = RemoveFound(batch, time, cancellationToken);
            for (var mayFindMore = true; removed < batch && mayFindMore;)
            {
                mayFindMore = Look(time, cancellationToken);
                removed += RemoveFound(batch - removed, time, cancellationToken);
            }

            return removed;
        }
    }

    private int RemoveFound(int batch, DateTimeOffset time, CancellationToken cancellationToken)
    {
        var removed = 0;
        while (removed < batch && _found.TryPop(out var key))
        {
            cancellationToken.ThrowIfCancellationRequested();
            removed += records.RemoveExpired(key, time, cancellationToken) ? 1 : 0;
        }

        return removed;
    }

    // Keeps the oldest, by a queue whose first is the youngest of them. Answers whether there may be more than could be kept.
    private bool Look(DateTimeOffset time, CancellationToken cancellationToken)
    {
        var oldest = new PriorityQueue<SessionKey, long>(Comparer<long>.Create((left, right) => right.CompareTo(left)));
        foreach (var key in folder.Keys(cancellationToken))
        {
            // A damaged file is as old as can be. Whether it is damaged, and not being written, shows under the lock.
            var expires = records.LoadHead(key)?.Expires ?? DateTimeOffset.MinValue;
            if (expires > time)
            {
                continue;
            }

            if (oldest.Count < Capacity)
            {
                oldest.Enqueue(key, expires.Ticks);
            }
            else
            {
                oldest.EnqueueDequeue(key, expires.Ticks);
            }
        }

        while (oldest.TryDequeue(out var key, out _))
        {
            _found.Push(key);
        }

        return _found.Count == Capacity;
    }
}
