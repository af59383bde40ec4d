using System.Data.Common;
using TypedSessions.Engines.Database.Batching;
using TypedSessions.Engines.Database.Sql;

namespace TypedSessions.Engines.Database;

/// <summary>Batches concurrent loads from a server into one round trip.</summary>
internal sealed class BatchedLoads
{
    private readonly ServerDatabase _database;
    private readonly Batcher<Item> _batcher;

    public BatchedLoads(ServerDatabase database, Func<bool> shouldYield, TimeProvider timeProvider)
    {
        _database = database;
        _batcher = new Batcher<Item>(ServerDatabase.MaxConcurrentBatches, LoadMany.MaxKeys, LoadAsync, shouldYield, timeProvider);
    }

    /// <summary>Returns the record of a key, expired or not.</summary>
    public async ValueTask<SessionRecord?> LoadAsync(SessionKey key)
    {
        var item = new Item(key);
        await _batcher.RunAsync(item);
        return item.RetryAlone ? await _database.LoadAloneAsync(key) : item.Record;
    }

    /// <summary>Stops accepting loads, and waits for those in progress.</summary>
    public Task DrainAsync() => _batcher.DrainAsync();

    private async ValueTask LoadAsync(Item[] batch)
    {
        try
        {
            if (batch is [var item])
            {
                item.Record = await _database.LoadAloneAsync(item.Key);
                return;
            }

            var keys = Array.ConvertAll(batch, static item => item.Key);
            var records = await _database.ReadAsync(reader => _database.Table.LoadMany.RunAsync(reader, keys), CancellationToken.None);
            Array.ForEach(batch, item => item.Record = records.GetValueOrDefault(item.Key));
        }
        catch (DbException error) when (batch.Length > 1 && _database.IsStatementError(error))
        {
            // Executed alone, each load fails for its own caller only.
            Array.ForEach(batch, static item => item.RetryAlone = true);
        }
        catch (Exception error)
        {
            Array.ForEach(batch, item => item.Fail(error));
        }
    }

    private sealed class Item(SessionKey key) : BatchItem
    {
        public SessionKey Key => key;

        public SessionRecord? Record { get; set; }

        /// <summary>Gets or sets whether to load the record alone, because the batch failed.</summary>
        public bool RetryAlone { get; set; }
    }
}
