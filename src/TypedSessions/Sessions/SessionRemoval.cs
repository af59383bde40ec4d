namespace TypedSessions.Sessions;

/// <summary>Ends sessions that are found by their key or their owner, to the end of each chain.</summary>
internal sealed class SessionRemoval(SessionServices services)
{
    // A round ends almost all of the sessions that are rotated at the same time.
    private const int MaxRounds = 1000;

    /// <inheritdoc cref="ISessionManager.RemoveAsync(SessionKey, CancellationToken)"/>
    public async ValueTask<bool> RemoveAsync(SessionKey key, CancellationToken cancellationToken)
    {
        var record = await services.Engine.LoadFreshAsync(key, cancellationToken);
        var ended = await SessionChain.RemoveAsync(
            services.Engine, key, record, (_, found) => record is null || IsContinuation(found, record), cancellationToken);
        if (record is not null && DeferredSession.FindFollowedBy(record) is { } signIn)
        {
            await services.Engine.RemoveAsync(signIn, cancellationToken);
        }

        return RecordEnds(ended, SessionEndCause.Removed) > 0;
    }

    /// <inheritdoc cref="ISessionManager.RemoveAsync(string, SessionKey, CancellationToken)"/>
    public async ValueTask<bool> RemoveAsync(string owner, SessionKey key, CancellationToken cancellationToken)
    {
        var ended = await SessionChain.EndAsync(services.Engine, [key], (_, found) => found.Owner == owner, cancellationToken);
        return RecordEnds(ended, SessionEndCause.Removed) > 0;
    }

    /// <summary>Ends all sessions of a user, except one and those that continued from it.</summary>
    /// <returns>The number of sessions that were ended.</returns>
    public async ValueTask<int> RemoveByOwnerAsync(
        string owner, SessionKey? except, ISessionInventory inventory, CancellationToken cancellationToken)
    {
        var (found, excluded) = await FindAsync();
        var removed = 0;

        // A rotation keeps the time of creation, so sessions with other times have begun since, or follow a cross-site sign-in that was
        // found. The former are left, because frequent sign-ins would otherwise prevent the removal from completing.
        var created = found.Select(static session => session.Record.CreatedAt).ToHashSet();
        var keys = found.Select(static session => session.Key).ToHashSet();
        for (var round = 1; found.Count > 0; round++)
        {
            var ended = await EndAsync(found, owner, excluded, cancellationToken);
            removed += ended;
            if (round == MaxRounds || (ended == 0 && found.TrueForAll(static session => session.Record.IsClosed)))
            {
                break;
            }

            (found, excluded) = await FindAsync();
            found.RemoveAll(session => !created.Contains(session.Record.CreatedAt)
                && !(DeferredSession.FindFollowedBy(session.Record) is { } signIn && keys.Contains(signIn)));
        }

        return removed;

        // The chain is followed after the list was read: a listed session that continues from the exception is in it then.
        async ValueTask<(List<SessionRecordEntry> Found, HashSet<SessionKey> Excluded)> FindAsync()
        {
            var sessions = await inventory.FindForRemovalAsync(owner, cancellationToken).ToListAsync(cancellationToken);
            var chain = except is { } key
                ? await SessionChain.FindKeysAsync(key, next => services.Engine.LoadFreshAsync(next, cancellationToken))
                : [];
            sessions.RemoveAll(session => chain.Contains(session.Key));
            return (sessions, chain);
        }
    }

    // The session of a browser's next user replaced the previous session, and does not continue it.
    private static bool IsContinuation(SessionRecord found, SessionRecord before)
    {
        var (owner, scheme) = before.Closure is { } closure ? (closure.Owner, closure.OwnerScheme) : (before.Owner, before.OwnerScheme);
        return (owner is null && scheme is null) || found.IsOwnedBy(owner, scheme);
    }

    // A session that is rotated at the same time is found by its new key in the next round, or by a closed copy that leads to it. Those
    // that were live when they were found are followed first, because all other copies lead to them and their number may grow.
    private async ValueTask<int> EndAsync(
        List<SessionRecordEntry> found, string owner, IReadOnlySet<SessionKey> excluded, CancellationToken cancellationToken)
    {
        var ended = 0;
        var rotated = new List<SessionKey>();
        foreach (var (key, record) in found.Where(static session => !session.Record.IsClosed))
        {
            if (await services.Engine.RemoveAsync(key, cancellationToken))
            {
                ended += RecordEnds([new EndedSession(key, record.Owner, record.Device)], SessionEndCause.RemovedByOwner);
            }
            else
            {
                rotated.Add(key);
            }
        }

        var closed = found.Where(static session => session.Record.IsClosed).Select(static session => session.Key).Concat(rotated);
        return ended + RecordEnds(
            await SessionChain.EndAsync(services.Engine, closed, (_, record) => record.Owner == owner, cancellationToken, excluded),
            SessionEndCause.RemovedByOwner);
    }

    private int RecordEnds(List<EndedSession> ended, SessionEndCause cause)
    {
        foreach (var (key, owner, device) in ended)
        {
            services.Audit.Ended(key, owner, cause, device);
        }

        return ended.Count;
    }
}
