using System.Data.Common;

namespace TypedSessions.Engines.Database;

/// <summary>Loads from a server: those that wait at the same time share a round trip.</summary>
internal sealed class GroupedLoads(DatabaseAccess database)
{
    private const int LargestGroup = 64;

    private readonly Gathering<LoadOperation> _loads = new(database.Lanes, LargestGroup, loads => LoadAsync(database, loads), database.HasCompany);

    /// <summary>The record of a key, expired or not. One who no longer wants it need not wait, but the server is not told: others may.</summary>
    public async ValueTask<SessionRecord?> LoadAsync(SessionKey key)
    {
        var load = new LoadOperation(key);
        await _loads.RunAsync(load);
        return load.Record;
    }

    /// <summary>Takes no more, and waits for what is under way.</summary>
    public Task DrainAsync() => _loads.DrainAsync();

    private static async ValueTask LoadAsync(DatabaseAccess database, LoadOperation[] loads)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await LoadOnceAsync(database, loads);
                return;
            }
            catch (DbException error) when (attempt < DatabaseAccess.MostAttempts && database.MayRepeat(error, mayBeDoneTwice: true))
            {
                // Most often the server was restarted, and the pool gave a connection to what it was before.
            }
            catch (Exception error)
            {
                Array.ForEach(loads, load => load.Fail(error));
                return;
            }
        }
    }

    private static async ValueTask LoadOnceAsync(DatabaseAccess database, LoadOperation[] loads)
    {
        await using var connection = await database.OpenAsync(forWriting: false, CancellationToken.None);
        if (loads is [var load])
        {
            load.Record = await connection.LoadAsync(database.Statements.Load, load.Key, CancellationToken.None);
            return;
        }

        var records = await connection.LoadAsync(database.Statements.LoadMany, Array.ConvertAll(loads, load => load.Key));
        foreach (var each in loads)
        {
            each.Record = records.GetValueOrDefault(each.Key);
        }
    }
}
