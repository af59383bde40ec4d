using System.Data.Common;

namespace TypedSessions.Engines.Database;

/// <summary>
/// Updates together with others, as long as they meet nobody on the same session. Every other write
/// on a connection of its own from the provider's pool, without a transaction where one statement
/// will do. For a database that locks rows, so that only those wait who change the same session.
/// </summary>
internal sealed class ParallelWrites(DatabaseAccess database, TimeProvider clock) : IWritePath
{
    // A connection that had ended before is noticed at once. After longer than this the caller may have given up, and what it was told must
    // stay true.
    private static readonly TimeSpan MaxTimeToRepeat = TimeSpan.FromSeconds(5);

    private readonly GroupedUpdates _groupedUpdates = new(database, clock);
    private volatile bool _disposed;

    /// <inheritdoc/>
    public async ValueTask<T> RunAsync<T>(WriteOperation<T> operation)
    {
        ObjectDisposedException.ThrowIf(_disposed, typeof(DatabaseSessionEngine));
        var start = clock.GetTimestamp();
        if (operation is UpdateOperation { ChangesValuesOnly: true } update && await TryTogetherAsync(update))
        {
            return operation.Result;
        }

        if (operation.Doubt is { } lost && !IsInTime(start))
        {
            throw database.Trouble(operation.Attempt, lost);
        }

        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await RunOnceAsync(operation, isRepeated: attempt > 1 || operation.Doubt is not null);
                return operation.Result;
            }
            catch (DbException error) when (
                database.MayRepeat(error, attempt)
                && (operation.MayBeDoneTwice || !database.Dialect.IsConnectionLost(error) || IsInTime(start)))
            {
                // Others were in the way, or the pool gave a connection that had ended while it was idle.
            }
            catch (Exception error) when (DatabaseAccess.IsTrouble(error))
            {
                throw database.Trouble(operation.Attempt, error);
            }
        }
    }

    /// <summary>Takes no more writes. Those under way finish: their connections are the data source's.</summary>
    public async ValueTask DisposeAsync()
    {
        _disposed = true;
        await _groupedUpdates.DrainAsync();
    }

    private bool IsInTime(long start) => clock.GetElapsedTime(start) < MaxTimeToRepeat;

    private async ValueTask<bool> TryTogetherAsync(UpdateOperation update)
    {
        try
        {
            _ = update.Payload;
            return await _groupedUpdates.TryAsync(update);
        }
        catch (Exception error) when (DatabaseAccess.IsTrouble(error))
        {
            throw database.Trouble(update.Attempt, error);
        }
    }

    // Repeated, it is all done inside a transaction, whose isolation is ours: under a
    // stricter default the server could refuse it each time.
    private async ValueTask RunOnceAsync(WriteOperation operation, bool isRepeated)
    {
        await using var connection = await database.OpenAsync(forWriting: true, operation.CancellationToken);
        var now = clock.GetUtcNow();
        if (!isRepeated && await TryWithoutTransactionAsync(operation, connection, now))
        {
            return;
        }

        await using var transaction = await connection.BeginAsync();
        var isDone = isRepeated && await operation.TryWithoutTransactionAsync(connection, now);
        ThrowIfInDoubt(operation, isDone);
        if (!isDone)
        {
            await operation.ExecuteInTransactionAsync(connection, now);
        }

        await CommitAsync(operation, transaction);
    }

    private async ValueTask<bool> TryWithoutTransactionAsync(WriteOperation operation, SessionConnection connection, DateTimeOffset now)
    {
        try
        {
            return await operation.TryWithoutTransactionAsync(connection, now);
        }
        catch (DbException error) when (!operation.MayBeDoneTwice && database.Dialect.IsConnectionLost(error))
        {
            operation.Doubt = error;
            throw;
        }
    }

    // Otherwise the second time would take the traces of the first for those of others: a key taken, a session gone, a value merged.
    private void ThrowIfInDoubt(WriteOperation operation, bool isDone)
    {
        if (operation.Doubt is { } lost && !(isDone && operation.WasUndone))
        {
            throw database.Trouble(operation.Attempt, lost);
        }
    }

    private async ValueTask CommitAsync(WriteOperation operation, DbTransaction transaction)
    {
        try
        {
            await transaction.CommitAsync();
        }
        catch (DbException error) when (!operation.MayBeDoneTwice && database.Dialect.IsConnectionLost(error))
        {
            throw database.Trouble(operation.Attempt, error);
        }
    }
}
