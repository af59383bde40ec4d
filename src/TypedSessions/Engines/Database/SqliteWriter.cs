using System.Data.Common;
using TypedSessions.Engines.Database.Batching;
using TypedSessions.Engines.Database.Sql;
using TypedSessions.Engines.Database.Writes;

namespace TypedSessions.Engines.Database;

/// <summary>The connection that writes to SQLite. Concurrent writes are committed in one transaction.</summary>
internal sealed class SqliteWriter : IAsyncDisposable
{
    // Large enough to share the cost of a commit, small enough that no write waits long for others.
    private const int MaxBatchSize = 256;

    // IMMEDIATE takes the write lock at once: a transaction that takes it later can fail without a wait.
    private static readonly Statement Begin = new("BEGIN IMMEDIATE");
    private static readonly Statement Commit = new("COMMIT");
    private static readonly Statement Rollback = new("ROLLBACK");

    private readonly SqliteDatabase _database;
    private readonly TimeProvider _timeProvider;
    private readonly Batcher<WriteOperation> _batcher;
    private SessionConnection? _connection;

    public SqliteWriter(SqliteDatabase database, Func<bool> shouldYield, TimeProvider timeProvider)
    {
        _database = database;
        _timeProvider = timeProvider;
        _batcher = new Batcher<WriteOperation>(maxConcurrentBatches: 1, MaxBatchSize, CommitAsync, shouldYield);
    }

    /// <summary>Executes a write. When this returns, it is committed.</summary>
    public async ValueTask<T> RunAsync<T>(WriteOperation<T> operation)
    {
        await _batcher.RunAsync(operation);
        return operation.Result;
    }

    public async ValueTask DisposeAsync()
    {
        await _batcher.DrainAsync();
        if (Interlocked.Exchange(ref _connection, null) is { } connection)
        {
            await connection.DisposeAsync();
        }
    }

    private async ValueTask CommitAsync(WriteOperation[] batch)
    {
        if (await TryCommitAsync(batch, isLastAttempt: batch.Length == 1))
        {
            return;
        }

        // One of several writes failed. Executed alone, each fails for its own caller only.
        foreach (var operation in batch)
        {
            await TryCommitAsync([operation], isLastAttempt: true);
        }
    }

    // Returns false if a write failed and all are rolled back, so that each is to be executed alone.
    private async ValueTask<bool> TryCommitAsync(WriteOperation[] batch, bool isLastAttempt)
    {
        batch = FailWritesThatNeedSpace(batch);
        if (batch.Length == 0)
        {
            return true;
        }

        var isExecuting = false;
        try
        {
            var connection = await ConnectAsync();
            await connection.ExecuteAsync(Begin);
            isExecuting = true;
            var now = _timeProvider.GetUtcNow();
            foreach (var operation in batch.Where(static operation => !operation.FailIfCanceled()))
            {
                await operation.ExecuteAsync(connection, now);
            }

            isExecuting = false;
            await connection.ExecuteAsync(Commit);
            _database.File.AfterCommit(connection.FileGeneration);
        }
        catch (Exception error)
        {
            await AbandonConnectionAsync();
            if (TryFreeReserve(batch, error))
            {
                return await TryCommitAsync(batch, isLastAttempt);
            }

            if (isExecuting && !isLastAttempt)
            {
                return false;
            }

            Array.ForEach(batch, operation => operation.Fail(error));
        }

        return true;
    }

    private async ValueTask<SessionConnection> ConnectAsync()
    {
        if (_connection is { } connection && connection.FileGeneration == _database.File.Generation)
        {
            return connection;
        }

        await AbandonConnectionAsync();
        return _connection = await _database.OpenAsync(forWriting: true, CancellationToken.None);
    }

    // Checked before the transaction, because the connection is closed after a rollback.
    private WriteOperation[] FailWritesThatNeedSpace(WriteOperation[] batch)
    {
        if (_database.File.Reserve is not { IsUsed: true })
        {
            return batch;
        }

        foreach (var operation in batch.Where(static operation => !operation.IsRemoval))
        {
            operation.Fail(_database.CreateOutOfSpaceException(operation.Description));
        }

        return [.. batch.Where(static operation => operation.IsRemoval)];
    }

    private bool TryFreeReserve(WriteOperation[] batch, Exception error)
        => error is DbException database && SqliteDialect.IsOutOfSpace(database) && batch.Any(static operation => operation.IsRemoval)
            && _database.File.Reserve is { } reserve && reserve.TryUse();

    // After an error the connection is not used again. The provider may keep it in a pool, so no transaction is left open.
    private async ValueTask AbandonConnectionAsync()
    {
        if (_connection is not { } connection)
        {
            return;
        }

        _connection = null;
        _database.File.DetachLog();
        try
        {
            await connection.ExecuteAsync(Rollback);
        }
        catch (Exception)
        {
            // No transaction was open, or the connection is lost.
        }

        try
        {
            await connection.DisposeAsync();
        }
        catch (Exception)
        {
            // The first error is the one to report.
        }
    }
}
