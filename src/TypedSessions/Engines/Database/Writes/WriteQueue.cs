namespace TypedSessions.Engines.Database;

/// <summary>
/// Group commit: what waits to be written goes into one transaction on the one connection that writes.
/// </summary>
/// <remarks>
/// The first to come leads: it runs its transaction on its own thread, so a write that meets no other has no thread to wait for. Who comes
/// meanwhile waits in line. When the transaction is over, the first in line becomes the leader, for itself and those behind it; so nobody
/// serves others for longer than its own transaction takes.
/// </remarks>
internal sealed class WriteQueue(DatabaseAccess database, TimeProvider clock) : IWritePath
{
    // Long enough to share the cost of a commit, short enough that nobody waits long for others.
    private const int LargestBatch = 256;

    // SQLite's words. IMMEDIATE takes the write lock at once: a transaction that asks for it later can be refused without a wait.
    private static readonly Statement Begin = new("BEGIN IMMEDIATE");
    private static readonly Statement Commit = new("COMMIT");
    private static readonly Statement RollBack = new("ROLLBACK");

    private readonly Lock _gate = new();
    private readonly Queue<WriteOperation> _waiting = [];
    private SessionConnection? _connection;
    private bool _hasLeader;
    private TaskCompletionSource? _drained;
    private bool _disposed;

    /// <inheritdoc/>
    public async ValueTask<T> RunAsync<T>(WriteOperation<T> operation)
    {
        if (TryLead(operation) || await operation.WaitForTurnAsync())
        {
            await LeadAsync(operation);
        }

        operation.ThrowIfFailed();
        return operation.Result;
    }

    public async ValueTask DisposeAsync()
    {
        Task drained;
        lock (_gate)
        {
            _disposed = true;
            _drained ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            drained = _drained.Task;
            if (!_hasLeader)
            {
                _drained.TrySetResult();
            }
        }

        await drained;
        if (Interlocked.Exchange(ref _connection, null) is { } connection)
        {
            await connection.DisposeAsync();
        }
    }

    private bool TryLead(WriteOperation operation)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, typeof(DatabaseSessionEngine));
            if (!_hasLeader)
            {
                return _hasLeader = true;
            }

            operation.Wait();
            _waiting.Enqueue(operation);
            return false;
        }
    }

    private async ValueTask LeadAsync(WriteOperation leader)
    {
        if (ThreadPool.PendingWorkItemCount > 0)
        {
            // Whoever else is ready to run may have something to write too: one transaction for all costs little more than one for each would.
            await Task.Yield();
        }

        var batch = TakeBatch(leader);
        try
        {
            await CommitAsync(batch);
        }
        finally
        {
            foreach (var follower in batch.AsSpan(1))
            {
                follower.Finish();
            }

            HandOn();
        }
    }

    private WriteOperation[] TakeBatch(WriteOperation leader)
    {
        lock (_gate)
        {
            var batch = new WriteOperation[1 + Math.Min(_waiting.Count, LargestBatch - 1)];
            batch[0] = leader;
            for (var i = 1; i < batch.Length; i++)
            {
                batch[i] = _waiting.Dequeue();
            }

            return batch;
        }
    }

    private void HandOn()
    {
        lock (_gate)
        {
            if (_waiting.TryDequeue(out var next))
            {
                next.Lead();
                return;
            }

            _hasLeader = false;
            _drained?.TrySetResult();
        }
    }

    private async ValueTask CommitAsync(WriteOperation[] batch)
    {
        if (await TryCommitAsync(batch, isLastTry: batch.Length == 1))
        {
            return;
        }

        // One of several went wrong. Each alone, it fails its own caller only.
        foreach (var operation in batch)
        {
            await TryCommitAsync([operation], isLastTry: true);
        }
    }

    // False when an operation went wrong, everything is rolled back, and another try may spare the others.
    private async ValueTask<bool> TryCommitAsync(WriteOperation[] batch, bool isLastTry)
    {
        var running = default(WriteOperation);
        try
        {
            var connection = _connection ??= await database.OpenAsync(forWriting: true, CancellationToken.None);
            await connection.ExecuteAsync(Begin);
            var now = clock.GetUtcNow();
            foreach (var operation in batch)
            {
                if (!operation.FailIfCancelled())
                {
                    running = operation;
                    if (!await operation.TryWithoutTransactionAsync(connection, now))
                    {
                        await operation.ExecuteInTransactionAsync(connection, now);
                    }
                }
            }

            running = null;
            await connection.ExecuteAsync(Commit);
        }
        catch (Exception error)
        {
            await AbandonConnectionAsync();
            if (running is not null && !isLastTry)
            {
                return false;
            }

            foreach (var operation in batch)
            {
                operation.Fail(DatabaseAccess.IsTrouble(error) ? database.Trouble(operation.Attempt, error) : error);
            }
        }

        return true;
    }

    // After trouble the connection is in doubt: the next write opens another. A provider may keep it in a pool, so no transaction is left open.
    private async ValueTask AbandonConnectionAsync()
    {
        if (_connection is not { } connection)
        {
            return;
        }

        _connection = null;
        try
        {
            await connection.ExecuteAsync(RollBack);
        }
        catch (Exception)
        {
            // None was open, or the connection is dead.
        }

        try
        {
            await connection.DisposeAsync();
        }
        catch (Exception)
        {
            // What brought us here is the trouble to tell.
        }
    }
}
