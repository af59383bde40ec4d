using System.Data.Common;

namespace TypedSessions.Engines.Database;

/// <summary>Group commit: what waits to be written goes into one transaction on the one connection that writes.</summary>
internal sealed class WriteQueue : IWritePath
{
    // Long enough to share the cost of a commit, short enough that nobody waits long for others.
    private const int LargestBatch = 256;

    // SQLite's words. IMMEDIATE takes the write lock at once: a transaction that asks for it later can be refused without a wait.
    private static readonly Statement Begin = new("BEGIN IMMEDIATE");
    private static readonly Statement Commit = new("COMMIT");
    private static readonly Statement RollBack = new("ROLLBACK");

    private readonly DatabaseAccess _database;
    private readonly TimeProvider _clock;
    private readonly Gathering<WriteOperation> _writes;
    private SessionConnection? _connection;

    public WriteQueue(DatabaseAccess database, TimeProvider clock)
    {
        _database = database;
        _clock = clock;
        _writes = new Gathering<WriteOperation>(leaders: 1, LargestBatch, CommitAsync, database.HasCompany);
    }

    /// <inheritdoc/>
    public async ValueTask<T> RunAsync<T>(WriteOperation<T> operation)
    {
        await _writes.RunAsync(operation);
        return operation.Result;
    }

    public async ValueTask DisposeAsync()
    {
        await _writes.DrainAsync();
        if (Interlocked.Exchange(ref _connection, null) is { } connection)
        {
            await connection.DisposeAsync();
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
        batch = RefuseWhatNeedsSpace(batch);
        if (batch.Length == 0)
        {
            return true;
        }

        try
        {
            var connection = await ConnectAsync();
            await connection.ExecuteAsync(Begin);
            var now = _clock.GetUtcNow();
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
            _database.File?.AfterCommit(connection);
        }
        catch (Exception error)
        {
            await AbandonConnectionAsync();
            if (TryMakeRoom(batch, error))
            {
                return await TryCommitAsync(batch, isLastTry);
            }

            if (running is not null && !isLastTry)
            {
                return false;
            }

            foreach (var operation in batch)
            {
                operation.Fail(DatabaseAccess.IsTrouble(error) ? _database.Trouble(operation.Attempt, error) : error);
            }
        }

        return true;
    }

    private async ValueTask<SessionConnection> ConnectAsync()
    {
        if (_connection is { } connection && _database.IsCurrent(connection))
        {
            return connection;
        }

        await AbandonConnectionAsync();
        return _connection = await _database.OpenAsync(forWriting: true, CancellationToken.None);
    }

    // The room that a full disk had in reserve is for removals. Refused before the transaction, because a rollback costs the connection.
    private WriteOperation[] RefuseWhatNeedsSpace(WriteOperation[] batch)
    {
        if (_database.File?.Reserve is not { IsGivenUp: true })
        {
            return batch;
        }

        foreach (var operation in batch.Where(static operation => !operation.FreesSpace))
        {
            operation.Fail(_database.OutOfSpace(operation.Attempt));
        }

        return [.. batch.Where(static operation => operation.FreesSpace)];
    }

    private bool TryMakeRoom(WriteOperation[] batch, Exception error)
        => error is DbException failure && _database.Dialect.IsOutOfSpace(failure) && batch.Any(static operation => operation.FreesSpace)
            && _database.File?.Reserve is { } reserve && reserve.TryGiveUp();

    // After trouble the connection is in doubt: the next write opens another. A
    // provider may keep it in a pool, so no transaction is left open.
    private async ValueTask AbandonConnectionAsync()
    {
        if (_connection is not { } connection)
        {
            return;
        }

        _connection = null;
        _database.File?.DetachLog();
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
