namespace TypedSessions.Engines.Database.Batching;

/// <summary>Batches concurrent operations (leader/follower).</summary>
/// <remarks>
/// A caller that finds a free slot leads: it processes a batch on its own thread. Other callers wait in a queue, whose first item leads
/// the next batch.
/// </remarks>
/// <param name="maxConcurrentBatches">The number of slots.</param>
/// <param name="maxBatchSize">The largest number of items in a batch.</param>
/// <param name="processAsync">Processes a batch. Reports failures to the items and does not throw.</param>
/// <param name="shouldYield">Whether a leader yields first, so that more items can join its batch.</param>
/// <param name="timeProvider">
/// The time provider for <see cref="SlotTimeout"/>; <see langword="null"/> if a batch keeps its slot until it ends.
/// </param>
internal sealed class Batcher<T>(
    int maxConcurrentBatches,
    int maxBatchSize,
    Func<T[], ValueTask> processAsync,
    Func<bool> shouldYield,
    TimeProvider? timeProvider = null)
    where T : BatchItem
{
    /// <summary>
    /// The maximum time for which a batch keeps its slot: much longer than a round trip, so that a connection that does not respond only
    /// blocks its own batch.
    /// </summary>
    public static readonly TimeSpan SlotTimeout = TimeSpan.FromMilliseconds(200);

    private readonly Lock _gate = new();
    private readonly Queue<T> _waiting = [];
    private int _freeSlots = maxConcurrentBatches;
    private int _runningBatches;
    private TaskCompletionSource? _drained;

    /// <summary>Processes an item, alone or in a batch.</summary>
    /// <exception cref="ObjectDisposedException">The batcher accepts no more items.</exception>
    public async ValueTask RunAsync(T item)
    {
        if (TryLead(item) || await item.WaitForTurnAsync())
        {
            await LeadAsync(item);
        }

        item.ThrowIfFailed();
    }

    /// <summary>Stops accepting items, and waits for those in progress.</summary>
    public Task DrainAsync()
    {
        lock (_gate)
        {
            _drained ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            CompleteIfDrained();
            return _drained.Task;
        }
    }

    private bool TryLead(T item)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_drained is not null, this);
            if (_freeSlots > 0)
            {
                _freeSlots--;
                Start(item);
                return true;
            }

            item.Enqueue();
            _waiting.Enqueue(item);
            return false;
        }
    }

    private async ValueTask LeadAsync(T leader)
    {
        if (shouldYield())
        {
            await Task.Yield();
        }

        var batch = TakeBatch(leader);
        using var timer = timeProvider?.CreateTimer(_ => FreeSlot(leader), null, SlotTimeout, Timeout.InfiniteTimeSpan);
        try
        {
            await processAsync(batch);
        }
        finally
        {
            foreach (var follower in batch.AsSpan(1))
            {
                follower.Complete();
            }

            End(leader);
        }
    }

    private T[] TakeBatch(T leader)
    {
        lock (_gate)
        {
            var batch = new T[1 + Math.Min(_waiting.Count, maxBatchSize - 1)];
            batch[0] = leader;
            for (var i = 1; i < batch.Length; i++)
            {
                batch[i] = _waiting.Dequeue();
            }

            return batch;
        }
    }

    private void Start(T leader)
    {
        leader.HoldsSlot = true;
        _runningBatches++;
    }

    private void End(T leader)
    {
        lock (_gate)
        {
            FreeSlot(leader);
            _runningBatches--;
            CompleteIfDrained();
        }
    }

    private void FreeSlot(T leader)
    {
        lock (_gate)
        {
            if (!leader.HoldsSlot)
            {
                return;
            }

            leader.HoldsSlot = false;
            if (_waiting.TryDequeue(out var next))
            {
                Start(next);
                next.Lead();
            }
            else
            {
                _freeSlots++;
            }
        }
    }

    private void CompleteIfDrained()
    {
        if (_runningBatches == 0)
        {
            _drained?.TrySetResult();
        }
    }
}
