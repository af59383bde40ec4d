using System.Runtime.CompilerServices;

namespace TypedSessions.Engines.Database;

/// <summary>Everything that only reads. Readers wait neither for each other nor for the writer.</summary>
internal sealed class SessionReader(DatabaseAccess database, TimeProvider clock) : IAsyncDisposable
{
    private const string LoadAttempt = "load a session";

    private readonly ReaderPool _pool = new(database);

    // Not for SQLite, though it would serve more: a load there never waits for a thread. Code that blocks for its session would take all of them from those whose turn it is.
    private readonly GroupedLoads? _groupedLoads = database.Dialect.IsServer ? new GroupedLoads(database) : null;
    private readonly SynchronousLoads _synchronousLoads = new(database);

    private SessionStatements Statements => database.Statements;

    public ValueTask<SessionRecord?> LoadAsync(SessionKey key, CancellationToken cancellationToken)
        => database.ExplainAsync(LoadAttempt, LoadLiveAsync(key, cancellationToken));

    public ValueTask<SessionRecord?> LoadForWaitingThreadAsync(SessionKey key, TimeSpan timeout)
    {
        if (_groupedLoads is null)
        {
            return LoadAsync(key, CancellationToken.None);
        }

        try
        {
            return ValueTask.FromResult(IfLive(_synchronousLoads.Load(key, timeout)));
        }
        catch (NotSupportedException)
        {
            return LoadAsync(key, CancellationToken.None);
        }
        catch (Exception error) when (DatabaseAccess.IsTrouble(error))
        {
            throw database.Trouble(LoadAttempt, error);
        }
    }

    public ValueTask<long> CountAsync(CancellationToken cancellationToken)
        => database.ExplainAsync("count the sessions", CountAsync(Statements.Count, cancellationToken));

    public ValueTask<long> CountExpiredAsync(CancellationToken cancellationToken)
        => database.ExplainAsync("count the expired sessions", CountAsync(Statements.CountExpired, cancellationToken));

    public IAsyncEnumerable<StoredSession> ListAsync(CancellationToken cancellationToken)
        => RowsAsync("list the sessions", Statements.List, [Now()], cancellationToken);

    public IAsyncEnumerable<StoredSession> FindByOwnerAsync(string owner, CancellationToken cancellationToken)
        => RowsAsync("find the sessions of a user", Statements.FindByOwner, [owner, Now()], cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _pool.DisposeAsync();
        if (_groupedLoads is not null)
        {
            await _groupedLoads.DrainAsync();
        }
    }

    private async ValueTask<SessionRecord?> LoadLiveAsync(SessionKey key, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return IfLive(_groupedLoads is null ? await LoadAloneAsync(key, cancellationToken) : await _groupedLoads.LoadAsync(key));
    }

    private SessionRecord? IfLive(SessionRecord? record) => record is not null && !record.HasExpired(clock.GetUtcNow()) ? record : null;

    private async ValueTask<SessionRecord?> LoadAloneAsync(SessionKey key, CancellationToken cancellationToken)
    {
        var lease = await _pool.RentAsync(cancellationToken);
        try
        {
            var record = await lease.Connection.LoadAsync(Statements.Load, key, cancellationToken);
            lease.IsSound = true;
            return record;
        }
        finally
        {
            await lease.DisposeAsync();
        }
    }

    private async ValueTask<long> CountAsync(Statement count, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var lease = await _pool.RentAsync(cancellationToken);
        try
        {
            await using var rows = await lease.Connection.QueryAsync(count, cancellationToken, Now());
            var counted = await rows.ReadAsync(cancellationToken) ? rows.GetInt64(0) : 0;
            lease.IsSound = true;
            return counted;
        }
        finally
        {
            await lease.DisposeAsync();
        }
    }

    // Read as they are asked for, all as of one moment. Rows that are no records are passed over.
    private async IAsyncEnumerable<StoredSession> RowsAsync(
        string attempt, Statement statement, object[] values, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var lease = await _pool.RentAsync(cancellationToken);
        try
        {
            await using var rows = await database.ExplainAsync(attempt, lease.Connection.QueryAsync(statement, cancellationToken, values));
            try
            {
                while (await database.ExplainAsync(attempt, rows.ReadAsync(cancellationToken)))
                {
                    if (database.Mapper.TryRead(rows, out var session))
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

    private object Now() => database.Mapper.Moment(clock.GetUtcNow());
}
