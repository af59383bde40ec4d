using System.Data.Common;
using TypedSessions.Engines.Database.Batching;
using TypedSessions.Engines.Database.Writes;

namespace TypedSessions.Engines.Database;

/// <summary>
/// Batches concurrent writes of one kind on a server into one or two round trips and one commit. Updates skip rows that others have locked
/// or changed, so a write only waits for other writes to its session.
/// </summary>
internal sealed class BatchedWrites<T>
    where T : WriteOperation, IBatchedWrite<T>
{
    private const int MaxBatchSize = 64;

    private readonly ServerDatabase _database;
    private readonly TimeProvider _timeProvider;
    private readonly Batcher<T> _batcher;

    /// <param name="database">The database.</param>
    /// <param name="shouldYield">Whether a leader yields first, so that more writes can join its batch.</param>
    /// <param name="timeProvider">The time provider.</param>
    public BatchedWrites(ServerDatabase database, Func<bool> shouldYield, TimeProvider timeProvider)
    {
        _database = database;
        _timeProvider = timeProvider;
        _batcher = new Batcher<T>(ServerDatabase.MaxConcurrentBatches, MaxBatchSize, WriteAsync, shouldYield, timeProvider);
    }

    /// <summary>Tries a write in a batch.</summary>
    /// <returns>Whether it was executed. If not, the caller executes it alone.</returns>
    /// <exception cref="SessionEngineException">The payload is larger than the options allow.</exception>
    public async ValueTask<bool> TryAsync(T write)
    {
        _database.Table.GetPayload(write.Next!);
        await _batcher.RunAsync(write);
        return write.IsApplied || write.IsExecutedAlone;
    }

    /// <summary>Stops accepting writes, and waits for those in progress.</summary>
    public Task DrainAsync() => _batcher.DrainAsync();

    // Without arrays, a single insert runs the same statement in a batch as alone, so another attempt would repeat its error.
    private ValueTask WriteAsync(T[] batch)
        => batch is [var write] && !T.CanWait && !_database.Dialect.HasArrays ? WriteAloneAsync(write) : WriteTogetherAsync(batch);

    private async ValueTask WriteAloneAsync(T write)
    {
        write.IsExecutedAlone = true;
        try
        {
            await _database.RunAloneAsync(write, _timeProvider.GetTimestamp());
        }
        catch (Exception error)
        {
            write.Fail(error);
        }
    }

    private async ValueTask WriteTogetherAsync(T[] batch)
    {
        T[] writes = [];
        try
        {
            // Only one of several writes to a session can match its version. The others are executed alone, and merged.
            var now = _timeProvider.GetUtcNow();
            writes = [.. batch.Where(write => !write.FailIfCanceled() && write.CanApply(now)).DistinctBy(static write => write.Key)];
            var stored = writes.Length == 0 ? [] : await StoreAsync(writes);
            foreach (var write in writes.Where(write => stored.Contains(write.Key)))
            {
                write.Accept();
            }
        }
        catch (DbException error) when (_database.IsStatementError(error))
        {
            // The server rolled back all writes. Executed alone, each fails for its own caller only.
        }
        catch (DbException error) when (_database.Dialect.IsConnectionLost(error))
        {
            Array.ForEach(writes, write => write.LostReply = error);
        }
        catch (Exception error)
        {
            Array.ForEach(batch, write => write.Fail(error));
        }
    }

    private async ValueTask<HashSet<SessionKey>> StoreAsync(T[] writes)
    {
        await using var connection = await _database.OpenAsync(CancellationToken.None);
        return await T.StoreAsync(writes, connection);
    }
}
