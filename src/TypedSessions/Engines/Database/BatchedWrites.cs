using System.Data.Common;
using TypedSessions.Engines.Database.Batching;
using TypedSessions.Engines.Database.Writes;

namespace TypedSessions.Engines.Database;

/// <summary>
/// Updates on a server that wait at the same time, in one round trip and commit. Rows that others have locked or changed are skipped, so
/// that an update waits for those of the same session only.
/// </summary>
internal sealed class BatchedUpdates
{
    private const int MaxBatchSize = 64;

    private readonly ServerDatabase _database;
    private readonly TimeProvider _timeProvider;
    private readonly Batcher<UpdateOperation> _batcher;

    public BatchedUpdates(ServerDatabase database, Func<bool> shouldYield, TimeProvider timeProvider)
    {
        _database = database;
        _timeProvider = timeProvider;
        _batcher = new Batcher<UpdateOperation>(ServerDatabase.MaxConcurrentBatches, MaxBatchSize, UpdateAsync, shouldYield, timeProvider);
    }

    /// <summary>Tries an update in a batch.</summary>
    /// <returns>Whether it is stored. If not, it is to be executed alone.</returns>
    /// <exception cref="SessionEngineException">The payload is larger than the options allow.</exception>
    public async ValueTask<bool> TryAsync(UpdateOperation update)
    {
        _database.Table.GetPayload(update.Next!);
        await _batcher.RunAsync(update);
        return update.IsApplied;
    }

    /// <summary>Accepts no more updates, and waits for those under way.</summary>
    public Task DrainAsync() => _batcher.DrainAsync();

    private async ValueTask UpdateAsync(UpdateOperation[] batch)
    {
        UpdateOperation[] updates = [];
        try
        {
            // Of several updates of one session, one can match. The others are merged with it, each alone.
            var now = _timeProvider.GetUtcNow();
            updates =
            [
                .. batch.Where(update => !update.FailIfCancelled() && !update.Current.HasExpired(now))
                    .DistinctBy(static update => update.Key),
            ];
            var stored = updates.Length == 0 ? [] : await StoreAsync(updates);
            foreach (var update in updates.Where(update => stored.Contains(update.Key)))
            {
                update.Accept();
            }
        }
        catch (DbException error) when (_database.IsStatementError(error))
        {
            // The server undid everything. Alone, each fails its own caller only.
        }
        catch (DbException error) when (_database.Dialect.IsConnectionLost(error))
        {
            Array.ForEach(updates, update => update.LostReply = error);
        }
        catch (Exception error)
        {
            Array.ForEach(batch, update => update.Fail(error));
        }
    }

    private async ValueTask<HashSet<SessionKey>> StoreAsync(UpdateOperation[] updates)
    {
        var stored = new HashSet<SessionKey>(updates.Length);
        await using var connection = await _database.OpenAsync(CancellationToken.None);
        await using var rows = await connection.QueryAsync(
            _database.Table.UpdateMany,
            CancellationToken.None,
            Array.ConvertAll(updates, static update => update.Key.ToArray()),
            Array.ConvertAll(updates, static update => update.Current.Version),
            Array.ConvertAll(updates, static update => update.Current.ExpiresAt),
            Array.ConvertAll(updates, static update => update.Next!.LastSeenAt?.ToUniversalTime()),
            Array.ConvertAll(updates, update => _database.Table.GetPayload(update.Next!)));
        while (await rows.ReadAsync())
        {
            stored.Add(new SessionKey(rows.GetFieldValue<byte[]>(0)));
        }

        return stored;
    }
}
