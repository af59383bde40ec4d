using System.Data.Common;
using TypedSessions.Engines.Database.Batching;
using TypedSessions.Engines.Database.Sql;
using TypedSessions.Engines.Database.Writes;

namespace TypedSessions.Engines.Database;

/// <summary>
/// Writes of one kind on a server that wait at the same time, in one round trip and commit. Rows that others have locked or changed are
/// skipped, so that a write waits for those of the same session only.
/// </summary>
internal sealed class BatchedWrites<T>
    where T : WriteOperation, IBatchedWrite<T>
{
    private const int MaxBatchSize = 64;

    private readonly ServerDatabase _database;
    private readonly Statement _statement;
    private readonly TimeProvider _timeProvider;
    private readonly Batcher<T> _batcher;

    /// <param name="database">The database.</param>
    /// <param name="statement">The statement, whose rows are the keys of what it has written.</param>
    /// <param name="shouldYield">Whether a leader yields first, so that more writes can join its batch.</param>
    /// <param name="timeProvider">The clock.</param>
    public BatchedWrites(ServerDatabase database, Statement statement, Func<bool> shouldYield, TimeProvider timeProvider)
    {
        _database = database;
        _statement = statement;
        _timeProvider = timeProvider;
        _batcher = new Batcher<T>(ServerDatabase.MaxConcurrentBatches, MaxBatchSize, WriteAsync, shouldYield, timeProvider);
    }

    /// <summary>Tries a write in a batch.</summary>
    /// <returns>Whether it is stored. If not, it is to be executed alone.</returns>
    /// <exception cref="SessionEngineException">The payload is larger than the options allow.</exception>
    public async ValueTask<bool> TryAsync(T write)
    {
        _database.Table.GetPayload(write.Next!);
        await _batcher.RunAsync(write);
        return write.IsApplied;
    }

    /// <summary>Accepts no more writes, and waits for those under way.</summary>
    public Task DrainAsync() => _batcher.DrainAsync();

    private async ValueTask WriteAsync(T[] batch)
    {
        T[] writes = [];
        try
        {
            // Of several writes of one session, one can match. The others are merged with it, each alone.
            var now = _timeProvider.GetUtcNow();
            writes = [.. batch.Where(write => !write.FailIfCancelled() && write.CanApply(now)).DistinctBy(static write => write.Key)];
            var stored = writes.Length == 0 ? [] : await StoreAsync(writes);
            foreach (var write in writes.Where(write => stored.Contains(write.Key)))
            {
                write.Accept();
            }
        }
        catch (DbException error) when (_database.IsStatementError(error))
        {
            // The server undid everything. Alone, each fails its own caller only.
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
        var stored = new HashSet<SessionKey>(writes.Length);
        await using var connection = await _database.OpenAsync(CancellationToken.None);
        await using var rows = await connection.QueryAsync(
            _statement,
            CancellationToken.None,
            [Array.ConvertAll(writes, static write => write.Key.ToArray()), .. T.GetValues(writes, _database.Table)]);
        while (await rows.ReadAsync())
        {
            stored.Add(new SessionKey(rows.GetFieldValue<byte[]>(0)));
        }

        return stored;
    }
}
