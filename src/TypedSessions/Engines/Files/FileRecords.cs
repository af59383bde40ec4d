namespace TypedSessions.Engines.Files;

/// <summary>Reads and writes the records of single keys. Reads take no lock; writes take the locks of their shards.</summary>
internal sealed class FileRecords(SessionFolder folder, ShardLocks locks, TimeProvider timeProvider, bool synchronousCommit)
{
    // An unlocked read fails only if two commits overtake it, or after a crash.
    private const int MaxUnlockedReads = 3;

    public SessionRecord? Load(SessionKey key, CancellationToken cancellationToken)
    {
        for (var i = 0; i < MaxUnlockedReads; i++)
        {
            using var file = Open(key, FileAccess.Read);
            if (file is null)
            {
                return null;
            }

            if (file.TryReadUnlocked(out var state))
            {
                return GetLive(state.Record);
            }
        }

        using var shard = locks.Enter(SessionFolder.GetShard(key), cancellationToken);
        using var locked = Open(key, FileAccess.Read);
        return GetLive(locked?.ReadLocked()?.Record);
    }

    /// <summary>
    /// Reads the headers of all files without a lock, in no order. The header is <see langword="null"/> if the file is damaged or is being
    /// created.
    /// </summary>
    public IEnumerable<(SessionKey Key, FileHeader? Header)> ReadHeaders(CancellationToken cancellationToken)
    {
        foreach (var key in folder.GetKeys(cancellationToken))
        {
            using var file = Open(key, FileAccess.Read);
            yield return (key, file?.ReadHeader());
        }
    }

    public bool Create(SessionKey key, SessionRecord record, CancellationToken cancellationToken)
    {
        using var shard = locks.Enter(SessionFolder.GetShard(key), cancellationToken);
        if (IsTaken(key))
        {
            return false;
        }

        CreateFile(key, record, isPending: false);
        return true;
    }

    /// <summary>Creates a file within a limit of the owner's sessions, which are in the same shard.</summary>
    public CommitResult Create(SessionKey key, SessionRecord record, SessionLimit limit, CancellationToken cancellationToken)
    {
        using var shard = locks.Enter(SessionFolder.GetShard(key), cancellationToken);
        if (limit.FindExcess(FindCounted(record.Owner!), []) is not { } excess)
        {
            return CommitResult.LimitReached;
        }

        if (IsTaken(key))
        {
            throw new SessionEngineException(
                $"The file session engine (folder {folder.Path}) could not store a session: the key is taken.");
        }

        CreateFile(key, record, isPending: false);
        return CommitResult.Applied(record).WithEnded(End(excess));
    }

    public CommitResult Update(SessionKey key, SessionRecord loaded, SessionChanges changes, CancellationToken cancellationToken)
    {
        using var shard = locks.Enter(SessionFolder.GetShard(key), cancellationToken);
        using var file = Open(key, FileAccess.ReadWrite);
        var current = file?.ReadLocked(loaded);
        var update = SessionUpdate.Apply(current?.Record, loaded, changes, timeProvider.GetUtcNow());
        if (update.Record is { } next)
        {
            file!.Write(current!.Value, next);
        }

        return update.Result;
    }

    /// <param name="key">The old key.</param>
    /// <param name="newKey">The new key.</param>
    /// <param name="loaded">The record as the caller last saw it.</param>
    /// <param name="changes">The changes to apply.</param>
    /// <param name="limit">
    /// The limit of the owner's sessions, which are in the shard of the new key; <see langword="null"/> for none.
    /// </param>
    /// <param name="cancellationToken">A token to cancel the wait for the locks.</param>
    public CommitResult Rotate(
        SessionKey key,
        SessionKey newKey,
        SessionRecord loaded,
        SessionChanges changes,
        SessionLimit? limit,
        CancellationToken cancellationToken)
    {
        // All callers acquire locks in the same order, to prevent deadlocks.
        var (first, second) = (SessionFolder.GetShard(key), SessionFolder.GetShard(newKey));
        using var lowShard = locks.Enter(Math.Min(first, second), cancellationToken);
        using var highShard = first == second ? default : locks.Enter(Math.Max(first, second), cancellationToken);
        using var file = Open(key, FileAccess.ReadWrite);
        var current = file?.ReadLocked(loaded);
        var update = SessionUpdate.Rotate(current?.Record, newKey, loaded, changes, timeProvider.GetUtcNow());
        if (update is not { Record: { } next, ClosedCopy: { } copy })
        {
            return update.Result;
        }

        IReadOnlyList<SignedInSession>? excess = [];
        if (limit is not null && next.Owner is { } owner)
        {
            var others = FindCounted(owner).Where(session => session.Key != key);
            excess = limit.FindExcess(others, copy.Closure!.Successors);
        }

        if (excess is null)
        {
            return CommitResult.LimitReached;
        }

        if (IsTaken(newKey))
        {
            throw new SessionEngineException(
                $"The file session engine (folder {folder.Path}) could not rotate a session: the new key is taken.");
        }

        // Until the old record is closed, the new one is not listed, and expires no later than the copy, in case a crash leaves it there.
        var unconfirmed = next with { ExpiresAt = next.ExpiresAt < copy.ExpiresAt ? next.ExpiresAt : copy.ExpiresAt };
        CreateFile(newKey, unconfirmed, isPending: true);
        file!.Write(current!.Value, copy);
        using var newFile = Open(newKey, FileAccess.ReadWrite);
        if (newFile?.ReadLocked(unconfirmed) is { } created)
        {
            newFile.Write(created, next);
        }

        return update.Result.WithEnded(End(excess));
    }

    public bool Remove(SessionKey key, CancellationToken cancellationToken)
    {
        using var shard = locks.Enter(SessionFolder.GetShard(key), cancellationToken);
        return RemoveLocked(key);
    }

    private bool RemoveLocked(SessionKey key)
    {
        using var file = Open(key, synchronousCommit ? FileAccess.ReadWrite : FileAccess.Read);
        var record = file?.ReadLocked()?.Record;
        if (file is null || record is { IsClosed: true })
        {
            return false;
        }

        if (synchronousCommit)
        {
            file.ClearHeaders();
        }

        folder.Delete(key);
        return GetLive(record) is not null;
    }

    /// <summary>Removes a file whose record has expired at a time, or that is damaged, as a crash can leave it.</summary>
    public bool RemoveExpired(SessionKey key, DateTimeOffset time, CancellationToken cancellationToken)
    {
        using var shard = locks.Enter(SessionFolder.GetShard(key), cancellationToken);
        using var file = Open(key, FileAccess.Read);
        if (file is null || file.ReadHeader()?.ExpiresAt > time)
        {
            return false;
        }

        folder.Delete(key);
        return true;
    }

    private IEnumerable<SignedInSession> FindCounted(string owner)
    {
        foreach (var key in folder.GetKeys(SessionFolder.GetShard(owner)))
        {
            using var file = Open(key, FileAccess.Read);
            if (GetLive(file?.ReadLocked()?.Record) is { LastSeenAt: { } lastSeenAt } record && SessionLimit.IsCounted(record, owner))
            {
                yield return new SignedInSession(key, lastSeenAt, record.Device);
            }
        }
    }

    private List<SignedInSession> End(IReadOnlyList<SignedInSession> sessions)
        => [.. sessions.Where(session => RemoveLocked(session.Key))];

    private void CreateFile(SessionKey key, SessionRecord record, bool isPending)
    {
        try
        {
            using var file = new SessionFile(folder.Create(key), key, synchronousCommit);
            file.WriteFirst(record, isPending);
        }
        catch (Exception error) when (FileErrors.IsFileError(error))
        {
            DeleteUnfinished(key);
            throw;
        }
    }

    private SessionRecord? GetLive(SessionRecord? record)
        => record is null || record.HasExpired(timeProvider.GetUtcNow()) ? null : record;

    // An incomplete file left by a crash may be overwritten.
    private bool IsTaken(SessionKey key)
    {
        using var file = Open(key, FileAccess.Read);
        if (file is null || file.ReadLocked() is not null)
        {
            return file is not null;
        }

        folder.Delete(key);
        return false;
    }

    private SessionFile? Open(SessionKey key, FileAccess access)
        => folder.Open(key, access) is { } handle ? new SessionFile(handle, key, synchronousCommit) : null;

    // The caller throws the first error. A file that cannot be deleted now is removed by the cleanup.
    private void DeleteUnfinished(SessionKey key)
    {
        try
        {
            folder.Delete(key);
        }
        catch (Exception error) when (FileErrors.IsFileError(error))
        {
        }
    }
}
