using System.Data.Common;
using System.Runtime.CompilerServices;

namespace TypedSessions.Engines.Database;

/// <summary>Everything that only reads. No reader waits for the writer.</summary>
internal sealed class SessionReader : IAsyncDisposable
{
    private const string LoadAttempt = "load a session";

    private readonly DatabaseAccess _database;
    private readonly TimeProvider _clock;
    private readonly ReaderPool _pool;
    private readonly GroupedLoads _loads;
    private readonly SynchronousLoads _synchronousLoads;
    private volatile bool _hasNoSynchronousCalls;

    public SessionReader(DatabaseAccess database, TimeProvider clock)
    {
        _database = database;
        _clock = clock;
        _pool = new ReaderPool(database);
        _loads = new GroupedLoads(database, _pool, clock);
        _synchronousLoads = new SynchronousLoads(database);
    }

    private SessionStatements Statements => _database.Statements;

    public ValueTask<SessionRecord?> LoadAsync(SessionKey key, CancellationToken cancellationToken)
        => _database.ExplainAsync(LoadAttempt, LoadLiveAsync(key, cancellationToken));

    public ValueTask<SessionRecord?> LoadForWaitingThreadAsync(SessionKey key, TimeSpan timeout)
    {
        _pool.ThrowIfDisposed();
        if (!_database.Dialect.IsServer)
        {
            return _database.ExplainAsync(LoadAttempt, LoadFromFileAsync(key));
        }

        if (_hasNoSynchronousCalls)
        {
            return LoadAsync(key, CancellationToken.None);
        }

        try
        {
            return ValueTask.FromResult(IfLive(_synchronousLoads.Load(key, timeout)));
        }
        catch (NotSupportedException)
        {
            _hasNoSynchronousCalls = true;
            return LoadAsync(key, CancellationToken.None);
        }
        catch (Exception error) when (DatabaseAccess.IsTrouble(error))
        {
            throw _database.Trouble(LoadAttempt, error);
        }
    }

    public ValueTask<long> CountAsync(CancellationToken cancellationToken)
        => _database.ExplainAsync("count the sessions", CountAsync(Statements.Count, Now(), cancellationToken));

    public ValueTask<long> CountExpiredAsync(CancellationToken cancellationToken)
        => _database.ExplainAsync(
            "count the expired sessions", CountAsync(Statements.CountExpired, Now(_database.ClockSkew), cancellationToken));

    public IAsyncEnumerable<StoredSession> ListAsync(CancellationToken cancellationToken)
        => RowsAsync("list the sessions", Statements.List, [Now()], cancellationToken);

    public IAsyncEnumerable<StoredSession> FindByOwnerAsync(string owner, CancellationToken cancellationToken)
        => RowsAsync("find the sessions of a user", Statements.FindByOwner, [owner, Now()], cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _loads.DrainAsync();
        await _pool.DisposeAsync();
    }

    private async ValueTask<SessionRecord?> LoadLiveAsync(SessionKey key, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return IfLive(await _loads.LoadAsync(key));
    }

    private async ValueTask<SessionRecord?> LoadFromFileAsync(SessionKey key)
    {
        var lease = await _pool.RentAsync(CancellationToken.None);
        try
        {
            var record = lease.Connection.Load(Statements.Load, key);
            lease.IsSound = true;
            return IfLive(record);
        }
        finally
        {
            await lease.DisposeAsync();
        }
    }

    private SessionRecord? IfLive(SessionRecord? record) => record is not null && !record.HasExpired(_clock.GetUtcNow()) ? record : null;

    private async ValueTask<long> CountAsync(Statement count, object now, CancellationToken cancellationToken)
    {
        var (lease, rows) = await QueryAsync(count, [now], cancellationToken);
        try
        {
            await using (rows)
            {
                var counted = await rows.ReadAsync(cancellationToken) ? rows.GetInt64(0) : 0;
                lease.IsSound = true;
                return counted;
            }
        }
        finally
        {
            await lease.DisposeAsync();
        }
    }

    private async ValueTask<(ReaderPool.Lease Lease, DbDataReader Rows)> QueryAsync(
        Statement statement, object[] values, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        for (var attempt = 1; ; attempt++)
        {
            ReaderPool.Lease? lease = null;
            try
            {
                lease = await _pool.RentAsync(cancellationToken);
                return (lease.Value, await lease.Value.Connection.QueryAsync(statement, cancellationToken, values));
            }
            catch (Exception error)
            {
                await (lease?.DisposeAsync() ?? ValueTask.CompletedTask);
                if (error is not DbException database || !_database.MayRepeat(database, attempt))
                {
                    throw;
                }
            }
        }
    }

    // Read as they are asked for, all as of one moment. Rows that are no records are passed over.
    private async IAsyncEnumerable<StoredSession> RowsAsync(
        string attempt, Statement statement, object[] values, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (lease, open) = await _database.ExplainAsync(attempt, QueryAsync(statement, values, cancellationToken));
        try
        {
            await using var rows = open;
            try
            {
                while (await _database.ExplainAsync(attempt, rows.ReadAsync(cancellationToken)))
                {
                    if (_database.Mapper.TryRead(rows, out var session))
                    {
                        yield return session;
                    }
                }

                lease.IsSound = true;
            }
            finally
            {
                if (!lease.IsSound)
                {
                    // Who leaves early does not want the rest, and a server's provider would read it all.
                    await lease.Connection.CancelAsync(statement);
                }
            }
        }
        finally
        {
            await lease.DisposeAsync();
        }
    }

    private object Now(TimeSpan skew = default) => _database.Mapper.Moment(_clock.GetUtcNow() - skew);
}
