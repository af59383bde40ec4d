using System.Data.Common;

namespace TypedSessions.Engines.Database;

/// <summary>Loads: those that wait at the same time share a round trip to a server, and a read transaction of SQLite.</summary>
internal sealed class GroupedLoads
{
    private const int LargestGroup = 64;

    private readonly DatabaseAccess _database;
    private readonly ReaderPool _pool;
    private readonly Gathering<LoadOperation> _loads;

    public GroupedLoads(DatabaseAccess database, ReaderPool pool, TimeProvider clock)
    {
        _database = database;
        _pool = pool;

        // A round trip is worth a wait for company. SQLite has read a row before anybody could come.
        _loads = database.Dialect.IsServer
            ? new Gathering<LoadOperation>(database.Lanes, LargestGroup, LoadAsync, database.HasCompany, new Patience(clock))
            : new Gathering<LoadOperation>(database.Lanes, LargestGroup, LoadAsync, static () => false);
    }

    /// <summary>
    /// The record of a key, expired or not. One who no longer wants it need not wait, but the database is not told: others may.
    /// </summary>
    public async ValueTask<SessionRecord?> LoadAsync(SessionKey key)
    {
        var load = new LoadOperation(key);
        await _loads.RunAsync(load);
        return load.IsLeftOut ? await LoadAloneAsync(key) : load.Record;
    }

    /// <summary>Takes no more, and waits for what is under way.</summary>
    public Task DrainAsync() => _loads.DrainAsync();

    private async ValueTask<SessionRecord?> LoadAloneAsync(SessionKey key)
    {
        var load = new LoadOperation(key);
        await LoadAsync([load]);
        load.ThrowIfFailed();
        return load.Record;
    }

    private async ValueTask LoadAsync(LoadOperation[] loads)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await LoadOnceAsync(loads);
                return;
            }
            catch (DbException error) when (_database.MayRepeat(error, attempt))
            {
                // Most often the server was restarted, and the pool gave a connection to what it was before.
            }
            catch (DbException error) when (loads.Length > 1 && _database.Dialect.IsOfOneStatement(error))
            {
                // One of several went wrong. Each alone, it fails its own caller only, and those who come meanwhile need not wait for that.
                Array.ForEach(loads, static load => load.IsLeftOut = true);
                return;
            }
            catch (Exception error)
            {
                Array.ForEach(loads, load => load.Fail(error));
                return;
            }
        }
    }

    private async ValueTask LoadOnceAsync(LoadOperation[] loads)
    {
        var lease = await _pool.RentAsync(CancellationToken.None);
        try
        {
            await (loads switch
            {
                [var load] => LoadOneAsync(lease.Connection, _database.Statements.Load, load),
                _ when _database.Dialect.IsServer => LoadInOneRoundTripAsync(lease.Connection, loads),
                _ => LoadInOneTransactionAsync(lease.Connection, loads),
            });
            lease.IsSound = true;
        }
        finally
        {
            await lease.DisposeAsync();
        }
    }

    private static async ValueTask LoadOneAsync(SessionConnection connection, Statement statement, LoadOperation load)
        => load.Record = await connection.LoadAsync(statement, load.Key, CancellationToken.None);

    private async ValueTask LoadInOneRoundTripAsync(SessionConnection connection, LoadOperation[] loads)
    {
        var records = await connection.LoadAsync(_database.Statements.LoadMany, Array.ConvertAll(loads, load => load.Key));
        foreach (var load in loads)
        {
            load.Record = records.GetValueOrDefault(load.Key);
        }
    }

    // SQLite's read transaction lasts as long as any row is open. So the first row stays open
    // while the others are read, and the locks of the log are taken and given back once for all.
    private async ValueTask LoadInOneTransactionAsync(SessionConnection connection, LoadOperation[] loads)
    {
        var first = loads[0];
        await using var row = await connection.QueryAsync(_database.Statements.Load, CancellationToken.None, first.Key.ToArray());
        first.Record = await row.ReadAsync(CancellationToken.None) ? _database.Mapper.Read(row) : null;
        foreach (var load in new ArraySegment<LoadOperation>(loads)[1..])
        {
            await LoadOneAsync(connection, _database.Statements.LoadBeside, load);
        }
    }
}
