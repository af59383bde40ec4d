using System.Data.Common;

namespace TypedSessions.Engines.Database;

/// <summary>
/// Updates together with others, as long as they meet nobody on the same session. Every other write on a connection of its own from the provider's pool, without a transaction where one statement will do. For a
/// database that locks rows, so that only those wait who change the same session.
/// </summary>
internal sealed class ParallelWrites(DatabaseAccess database, TimeProvider clock) : IWritePath
{
    private readonly GroupedUpdates _groupedUpdates = new(database, clock);
    private volatile bool _disposed;

    /// <inheritdoc/>
    public async ValueTask<T> RunAsync<T>(WriteOperation<T> operation)
    {
        ObjectDisposedException.ThrowIf(_disposed, typeof(DatabaseSessionEngine));
        if (operation is UpdateOperation { ChangesValuesOnly: true } update && await TryTogetherAsync(update))
        {
            return operation.Result;
        }

        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await RunOnceAsync(operation, isRepeated: attempt > 1);
                return operation.Result;
            }
            catch (DbException error) when (
                attempt < DatabaseAccess.MostAttempts && database.MayRepeat(error, operation.MayBeDoneTwice))
            {
                // Others were in the way, or the connection was to a server that has been restarted since.
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

    // Repeated, it is all done inside a transaction, whose isolation is ours: under a stricter default the server could refuse it each time.
    private async ValueTask RunOnceAsync(WriteOperation operation, bool isRepeated)
    {
        await using var connection = await database.OpenAsync(forWriting: true, operation.CancellationToken);
        var now = clock.GetUtcNow();
        if (!isRepeated && await operation.TryWithoutTransactionAsync(connection, now))
        {
            return;
        }

        await using var transaction = await connection.BeginAsync();
        if (!isRepeated || !await operation.TryWithoutTransactionAsync(connection, now))
        {
            await operation.ExecuteInTransactionAsync(connection, now);
        }

        await transaction.CommitAsync();
    }
}
