namespace TypedSessions.Sessions;

/// <summary>The sessions that continued from a record: its successors, and theirs, to the end of each chain.</summary>
internal static class SessionChain
{
    // Bounds the cost of a request with an old token. A removal has no bound, because it must reach the end.
    private const int MaxLoads = 64;

    /// <summary>Returns the live sessions at the ends of the chains that begin with the successors of a closed copy.</summary>
    /// <param name="closure">The closure of the closed copy.</param>
    /// <param name="load">Loads a record or a closed copy.</param>
    /// <returns>
    /// The sessions, and whether the one that took the place of the record is among them: the first successor, or the first of that one's.
    /// </returns>
    public static async ValueTask<(List<SessionRecordEntry> Live, bool IsFirstLive)> FindLiveAsync(
        SessionClosure closure, Func<SessionKey, ValueTask<SessionRecord?>> load)
    {
        var live = new List<SessionRecordEntry>();
        var (first, isFirstLive) = (closure.Successors[0], false);
        var keys = new KeysToVisit(closure.Successors);
        for (var loads = 0; loads < MaxLoads && keys.TryTakeFirst(out var key); loads++)
        {
            var record = await load(key);
            if (record?.Closure is { } next)
            {
                keys.Add(next.Successors);
                first = key == first ? next.Successors[0] : first;
            }
            else if (record is not null)
            {
                live.Add(new SessionRecordEntry(key, record));
                isFirstLive |= key == first;
            }
        }

        return (live, isFirstLive);
    }

    /// <summary>
    /// Returns the keys of a session, of those that continued from it, to the end of each chain, and of the cross-site sign-ins that they
    /// follow.
    /// </summary>
    /// <param name="start">The session's key.</param>
    /// <param name="load">Loads a record or a closed copy as it is stored now.</param>
    public static async ValueTask<HashSet<SessionKey>> FindKeysAsync(SessionKey start, Func<SessionKey, ValueTask<SessionRecord?>> load)
    {
        var found = new HashSet<SessionKey>();
        var keys = new KeysToVisit([start]);
        while (keys.TryTakeFirst(out var key))
        {
            found.Add(key);
            if (await load(key) is not { } record)
            {
                continue;
            }

            keys.Add(record.Closure?.Successors ?? []);
            if (DeferredSession.FindFollowedBy(record) is { } signIn)
            {
                found.Add(signIn);
            }
        }

        return found;
    }

    /// <summary>Removes a record; if it is missing or closed, ends the sessions that continued from it.</summary>
    public static async ValueTask<List<EndedSession>> RemoveAsync(
        ISessionEngine engine,
        SessionKey key,
        SessionRecord? loaded,
        Func<SessionKey, SessionRecord, bool> canEnd,
        CancellationToken cancellationToken)
        => await engine.RemoveAsync(key, cancellationToken)
            ? [new EndedSession(key, loaded?.Owner, loaded?.Device)]
            : await EndAsync(engine, [key], canEnd, cancellationToken);

    /// <summary>
    /// Ends the live sessions at the ends of the chains that begin at some keys. A concurrent rotation or continuation is ended, too:
    /// whichever of it and the removal runs second finds the effect of the first.
    /// </summary>
    /// <param name="engine">The engine.</param>
    /// <param name="start">The keys to begin at, from the last to the first.</param>
    /// <param name="canEnd">Whether a live session that is found may be ended.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <param name="excluded">Keys at which a chain is not followed; <see langword="null"/> for none.</param>
    /// <returns>The sessions that were ended.</returns>
    public static async ValueTask<List<EndedSession>> EndAsync(
        ISessionEngine engine,
        IEnumerable<SessionKey> start,
        Func<SessionKey, SessionRecord, bool> canEnd,
        CancellationToken cancellationToken,
        IReadOnlySet<SessionKey>? excluded = null)
    {
        var ended = new List<EndedSession>();
        var closed = new List<SessionKey>();
        var keys = new KeysToVisit(start);
        do
        {
            // One chain after the other: several that grow at the same time may together grow faster than they are followed.
            while (keys.TryTakeLast(out var key))
            {
                await EndAsync(key);
            }
        }
        while (await AddNewSuccessorsAsync());
        return ended;

        // If the removal finds no live record, the record was rotated or ended after it was loaded.
        async ValueTask EndAsync(SessionKey key)
        {
            while (excluded?.Contains(key) != true && await engine.LoadFreshAsync(key, cancellationToken) is { } record)
            {
                if (record.Closure is { } closure)
                {
                    closed.Add(key);
                    keys.Add(closure.Successors);
                    return;
                }

                if (!canEnd(key, record))
                {
                    return;
                }

                if (await engine.RemoveAsync(key, cancellationToken))
                {
                    if (DeferredSession.FindFollowedBy(record) is { } signIn)
                    {
                        keys.Add([signIn]);
                    }

                    ended.Add(new EndedSession(key, record.Owner, record.Device));
                    return;
                }
            }
        }

        // A session that continues from a copy adds itself there first, and then requires that another one lives.
        async ValueTask<bool> AddNewSuccessorsAsync()
        {
            var isAnyNew = false;
            foreach (var key in closed)
            {
                isAnyNew |= await engine.LoadFreshAsync(key, cancellationToken) is { Closure: { } closure } && keys.Add(closure.Successors);
            }

            return isAnyNew;
        }
    }

    /// <summary>Keys to visit, each once.</summary>
    private sealed class KeysToVisit
    {
        private readonly HashSet<SessionKey> _seen = [];
        private readonly LinkedList<SessionKey> _waiting = [];

        public KeysToVisit(IEnumerable<SessionKey> keys) => Add(keys);

        public bool TryTakeFirst(out SessionKey key) => TryTake(_waiting.First, out key);

        public bool TryTakeLast(out SessionKey key) => TryTake(_waiting.Last, out key);

        public bool Add(IEnumerable<SessionKey> keys)
        {
            var before = _waiting.Count;
            foreach (var key in keys)
            {
                if (_seen.Add(key))
                {
                    _waiting.AddLast(key);
                }
            }

            return _waiting.Count > before;
        }

        private bool TryTake(LinkedListNode<SessionKey>? node, out SessionKey key)
        {
            key = node?.Value ?? default;
            if (node is null)
            {
                return false;
            }

            _waiting.Remove(node);
            return true;
        }
    }
}

/// <summary>A session that was ended.</summary>
/// <param name="Key">The key that it had.</param>
/// <param name="Owner">Its owner.</param>
/// <param name="Device">The owner's device.</param>
internal readonly record struct EndedSession(SessionKey Key, string? Owner, SessionDevice? Device);
