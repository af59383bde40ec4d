namespace TypedSessions.Engines.Files;

/// <summary>The records of single keys: loads without a lock, and everything that writes under the locks of the shards concerned.</summary>
internal sealed class FileRecords(SessionFolder folder, ShardLocks locks, TimeProvider clock, bool syncs)
{
    // A read fails only when two commits overtake it, or after a crash.
    private const int UnlockedReads = 3;

    public SessionRecord? Load(SessionKey key, CancellationToken cancellationToken)
    {
        for (var i = 0; i < UnlockedReads; i++)
        {
            using var file = Open(key, FileAccess.Read);
            if (file is null)
            {
                return null;
            }

            if (file.TryReadUnlocked(out var state))
            {
                return IfLive(state.Record);
            }
        }

        using var shard = locks.Enter(SessionFolder.ShardOf(key), cancellationToken);
        using var settled = Open(key, FileAccess.Read);
        return IfLive(settled?.ReadLocked()?.Record);
    }

    /// <summary>The newest head of a file, read without a lock; <see langword="null"/> when there is none or it is damaged.</summary>
    public RecordHead? LoadHead(SessionKey key)
    {
        using var file = Open(key, FileAccess.Read);
        return file?.ReadHead();
    }

    public bool Create(SessionKey key, SessionRecord record, CancellationToken cancellationToken)
    {
        using var shard = locks.Enter(SessionFolder.ShardOf(key), cancellationToken);
        if (IsTaken(key))
        {
            return false;
        }

        CreateFile(key, record);
        return true;
    }

    public CommitResult Update(SessionKey key, SessionRecord loaded, SessionChanges changes, CancellationToken cancellationToken)
    {
        using var shard = locks.Enter(SessionFolder.ShardOf(key), cancellationToken);
        using var file = Open(key, FileAccess.ReadWrite);
        var current = file?.ReadLocked(loaded);
        var update = SessionUpdate.Apply(current?.Record, loaded, changes, clock.GetUtcNow());
        if (update.Record is { } next)
        {
            file!.Write(current!.Value, next);
            SyncIfAsked(file);
        }

        return update.Result;
    }

    public CommitResult Rotate(
        SessionKey key, SessionKey newKey, SessionRecord loaded, SessionChanges changes, CancellationToken cancellationToken)
    {
        // In one order for all, so that no two wait for each other.
        var (low, high) = InOrder(SessionFolder.ShardOf(key), SessionFolder.ShardOf(newKey));
        using var lowShard = locks.Enter(low, cancellationToken);
        using var highShard = low == high ? default : locks.Enter(high, cancellationToken);
        using var file = Open(key, FileAccess.ReadWrite);
        var current = file?.ReadLocked(loaded);
        var update = SessionUpdate.Rotate(current?.Record, newKey, loaded, changes, clock.GetUtcNow());
        if (update is not { Record: { } next, ClosedCopy: { } copy })
        {
            return update.Result;
        }

        if (IsTaken(newKey))
        {
            throw new SessionEngineException(
                $"The file session engine (folder {folder.Path}) could not rotate a session: the new key is taken.");
        }

        // Until the old record is closed, the new one lives no longer than the copy: what a crash leaves in between ends by itself.
        var unconfirmed = next with { Expires = next.Expires < copy.Expires ? next.Expires : copy.Expires };
        CreateFile(newKey, unconfirmed);
        file!.Write(current!.Value, copy);
        SyncIfAsked(file);
        Confirm(newKey, unconfirmed, next);
        return update.Result;
    }

    public bool Remove(SessionKey key, CancellationToken cancellationToken)
    {
        using var shard = locks.Enter(SessionFolder.ShardOf(key), cancellationToken);
        using var file = Open(key, syncs ? FileAccess.ReadWrite : FileAccess.Read);
        if (file is null)
        {
            return false;
        }

        var record = file.ReadLocked()?.Record;
        if (record is { IsClosed: true })
        {
            return false;
        }

        if (syncs)
        {
            // A deletion may be lost in a power cut; what was synced is not.
            file.EraseHeads();
            file.Sync();
        }

        folder.Delete(key);
        return IfLive(record) is not null;
    }

    /// <summary>Removes a file whose head says that it has expired at some time, or that has none, which a crash can leave.</summary>
    public bool RemoveExpired(SessionKey key, DateTimeOffset time, CancellationToken cancellationToken)
    {
        using var shard = locks.Enter(SessionFolder.ShardOf(key), cancellationToken);
        using var file = Open(key, FileAccess.Read);
        if (file is null || file.ReadHead()?.Expires > time)
        {
            return false;
        }

        folder.Delete(key);
        return true;
    }

    private void CreateFile(SessionKey key, SessionRecord record)
    {
        try
        {
            using var file = new SessionFile(folder.Create(key), key);
            file.WriteFirst(record);
            SyncIfAsked(file);
        }
        catch (Exception error) when (FileTrouble.IsTrouble(error))
        {
            DropUnfinished(key);
            throw;
        }
    }

    private void Confirm(SessionKey key, SessionRecord unconfirmed, SessionRecord next)
    {
        using var file = Open(key, FileAccess.ReadWrite);
        if (file?.ReadLocked(unconfirmed) is { } current)
        {
            file.Write(current, next);
            SyncIfAsked(file);
        }
    }

    private static (int Low, int High) InOrder(int first, int second) => first < second ? (first, second) : (second, first);

    private SessionRecord? IfLive(SessionRecord? record) => record is null || record.HasExpired(clock.GetUtcNow()) ? null : record;

    // What a crash left of a creation is in nobody's way.
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
        => folder.Open(key, access) is { } handle ? new SessionFile(handle, key) : null;

    private void SyncIfAsked(SessionFile file)
    {
        if (syncs)
        {
            file.Sync();
        }
    }

    // The caller is about to hear of the first error. What cannot be deleted now, clean-up deletes.
    private void DropUnfinished(SessionKey key)
    {
        try
        {
            folder.Delete(key);
        }
        catch (Exception error) when (FileTrouble.IsTrouble(error))
        {
        }
    }
}
