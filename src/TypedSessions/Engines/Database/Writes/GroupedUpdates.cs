namespace TypedSessions.Engines.Database;

/// <summary>
/// Updates on a server: those that wait at the same time share a round trip and a commit. What others
/// hold or have changed is passed over, so that nobody waits for a session but those who change it.
/// </summary>
internal sealed class GroupedUpdates
{
    private const int LargestGroup = 64;

    private readonly DatabaseAccess _database;
    private readonly TimeProvider _clock;
    private readonly Gathering<UpdateOperation> _updates;

    public GroupedUpdates(DatabaseAccess database, TimeProvider clock)
    {
        _database = database;
        _clock = clock;
        _updates = new Gathering<UpdateOperation>(database.Lanes, LargestGroup, UpdateAsync, database.HasCompany, new Patience(clock));
    }

    /// <summary>Tries an update together with others.</summary>
    /// <returns>Whether it is done. If not, nothing has been written, and it is to be done alone.</returns>
    public async ValueTask<bool> TryAsync(UpdateOperation update)
    {
        await _updates.RunAsync(update);
        return update.IsDone;
    }

    /// <summary>Takes no more, and waits for what is under way.</summary>
    public Task DrainAsync() => _updates.DrainAsync();

    private async ValueTask UpdateAsync(UpdateOperation[] updates)
    {
        UpdateOperation[] firsts = [];
        try
        {
            // Of several on one session, one can be the next. The others are merged with it, each alone.
            var now = _clock.GetUtcNow();
            firsts = updates.Where(update => !update.FailIfCancelled() && update.MayBeAsLoaded(now))
                .DistinctBy(static update => update.Key).ToArray();
            if (firsts.Length == 0)
            {
                return;
            }

            var stored = await StoreAsync(firsts);
            foreach (var update in firsts.Where(update => stored.Contains(update.Key)))
            {
                update.Accept();
            }
        }
        catch (System.Data.Common.DbException error) when (_database.Dialect.IsOfOneStatement(error))
        {
            // The server has refused and undone it all. Each alone, it fails its own caller only.
        }
        catch (System.Data.Common.DbException error) when (_database.Dialect.IsConnectionLost(error))
        {
            // Each alone finds out whether it was done.
            Array.ForEach(firsts, update => update.Doubt = error);
        }
        catch (Exception error)
        {
            Array.ForEach(updates, update => update.Fail(error));
        }
    }

    private async ValueTask<HashSet<SessionKey>> StoreAsync(UpdateOperation[] updates)
    {
        var stored = new HashSet<SessionKey>(updates.Length);
        await using var connection = await _database.OpenAsync(forWriting: true, CancellationToken.None);
        await using var rows = await connection.QueryAsync(
            _database.Statements.UpdateMany,
            CancellationToken.None,
            Array.ConvertAll(updates, static update => update.Key.ToArray()),
            Array.ConvertAll(updates, static update => update.Loaded.Version),
            Array.ConvertAll(updates, static update => update.Loaded.Expires),
            Array.ConvertAll(updates, static update => update.Payload));
        while (await rows.ReadAsync())
        {
            stored.Add(new SessionKey(rows.GetFieldValue<byte[]>(0)));
        }

        return stored;
    }
}
