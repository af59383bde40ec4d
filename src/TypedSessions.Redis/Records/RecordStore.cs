using TypedSessions.Redis.Scripting;

namespace TypedSessions.Redis.Records;

/// <summary>Reads and changes single records, each by one command or script.</summary>
internal sealed class RecordStore(ScriptRunner scripts, RedisKeys keys, TimeSpan clockSkew)
{
    // Redis removes expired records itself, but this much later, so that a cleanup can remove and count them before.
    private static readonly TimeSpan CleanupTime = TimeSpan.FromMinutes(1);

    /// <summary>Returns the record of a key, expired or not.</summary>
    public async Task<SessionRecord?> LoadAsync(SessionKey key)
    {
        var database = await scripts.GetDatabaseAsync();
        return StoredRecord.Read(await database.HashGetAsync(keys.GetRecord(key), StoredRecord.ReadFields, CommandFlags.DemandMaster));
    }

    /// <summary>Returns the record of a key, expired or not, by a synchronous call of the client.</summary>
    public SessionRecord? Load(SessionKey key)
    {
        var database = scripts.GetSynchronousDatabase();
        return StoredRecord.Read(database.HashGet(keys.GetRecord(key), StoredRecord.ReadFields, CommandFlags.DemandMaster));
    }

    /// <summary>Stores a new record. Returns whether the key was free.</summary>
    public async Task<bool> CreateAsync(SessionKey key, SessionRecord record, DateTimeOffset now)
    {
        var result = await scripts.RunAsync(
            Scripts.Create,
            [keys.GetRecord(key), .. GetIndexes(key, record)],
            [
                RedisKeys.GetMember(key), GetCutoff(now), record.Version, StoredRecord.ToValue(record.ExpiresAt),
                RedisKeys.GetOwnerHash(record.Owner), SessionRecordFormat.Write(record), GetLifetime(record, now),
                StoredRecord.GetLastSeen(record),
            ],
            isFinal: record.Owner is not null);
        return (int)result == 1;
    }

    /// <summary>Replaces a record, if it is the expected one.</summary>
    /// <param name="key">The key.</param>
    /// <param name="current">The expected record.</param>
    /// <param name="next">The record to store.</param>
    /// <param name="now">The time.</param>
    public async Task<WriteResult> UpdateAsync(SessionKey key, SessionRecord current, SessionRecord next, DateTimeOffset now)
    {
        var hasNewOwner = current.Owner != next.Owner;
        RedisKey[] added = current.ExpiresAt != next.ExpiresAt ? GetIndexes(key, next) : hasNewOwner ? GetOwnerIndexes(key, next) : [];
        var removed = hasNewOwner ? GetOwnerIndexes(key, current) : [];
        var result = await scripts.RunAsync(
            Scripts.Update,
            [keys.GetRecord(key), .. added, .. removed],
            [
                RedisKeys.GetMember(key), GetCutoff(now), current.Version, StoredRecord.ToValue(current.ExpiresAt),
                next.Version, StoredRecord.ToValue(next.ExpiresAt), RedisKeys.GetOwnerHash(next.Owner), SessionRecordFormat.Write(next),
                added.Length > 0 ? GetLifetime(next, now) : "", added.Length, StoredRecord.GetLastSeen(next),
            ],
            isFinal: hasNewOwner);
        return (WriteResult)(int)result;
    }

    /// <summary>
    /// Updates the expiry and the last use of a record, if it has the expected version and has not expired. If the expiry does not change,
    /// it must be the expected one.
    /// </summary>
    /// <inheritdoc cref="UpdateAsync"/>
    public async Task<WriteResult> TouchAsync(SessionKey key, SessionRecord current, SessionRecord next, DateTimeOffset now)
    {
        var hasNewExpiry = next.ExpiresAt != current.ExpiresAt;
        var result = await scripts.RunAsync(
            Scripts.Touch,
            [keys.GetRecord(key), .. hasNewExpiry ? GetIndexes(key, next) : []],
            [
                RedisKeys.GetMember(key), GetCutoff(now), current.Version, StoredRecord.ToValue(now),
                hasNewExpiry ? StoredRecord.ToValue(next.ExpiresAt) : "", GetLifetime(next, now), StoredRecord.GetLastSeen(next),
                next.Device == current.Device ? "" : SessionRecordFormat.Write(next), StoredRecord.ToValue(current.ExpiresAt),
            ],
            isFinal: false);
        return (WriteResult)(int)result;
    }

    /// <summary>Stores a record under a new key, and a closed copy under the old one, if that has the expected record.</summary>
    public async Task<WriteResult> RotateAsync(
        SessionKey key, SessionKey newKey, SessionRecord current, SessionRecord next, SessionRecord copy, DateTimeOffset now)
    {
        var (added, removed) = (GetIndexes(newKey, next), GetIndexes(key, current));
        var result = await scripts.RunAsync(
            Scripts.Rotate,
            [keys.GetRecord(key), keys.GetRecord(newKey), .. added, .. removed],
            [
                RedisKeys.GetMember(newKey), GetCutoff(now), current.Version, StoredRecord.ToValue(current.ExpiresAt),
                RedisKeys.GetMember(key),
                copy.Version, StoredRecord.ToValue(copy.ExpiresAt), SessionRecordFormat.Write(copy), GetLifetime(copy, now),
                next.Version, StoredRecord.ToValue(next.ExpiresAt), RedisKeys.GetOwnerHash(next.Owner), SessionRecordFormat.Write(next),
                GetLifetime(next, now), added.Length, StoredRecord.GetLastSeen(next),
            ],
            isFinal: true);
        return (WriteResult)(int)result;
    }

    /// <summary>Removes a record that is not a closed copy. Returns whether it existed and had not expired.</summary>
    public async Task<bool> RemoveAsync(SessionKey key, DateTimeOffset now)
    {
        var member = RedisKeys.GetMember(key);
        var result = await scripts.RunAsync(
            Scripts.Remove, [keys.GetRecord(key), keys.GetIndex(key)], [member, StoredRecord.ToValue(now)], isFinal: true);
        if (result.IsNull)
        {
            return false;
        }

        // The owner's index is not known before the script runs. A remaining entry does no harm: it leads to no record, and expires.
        if ((string?)result[1] is { Length: > 0 } ownerHash)
        {
            var index = keys.GetOwnerIndex(RedisKeys.GetBucket(key), ownerHash);
            await (await scripts.GetDatabaseAsync()).SortedSetRemoveAsync(index, member, CommandFlags.FireAndForget);
        }

        return (int)result[0] == 1;
    }

    // Relative, because the server may have another clock.
    private RedisValue GetLifetime(SessionRecord record, DateTimeOffset now)
        => Math.Max(1, (long)Math.Ceiling((record.ExpiresAt - now + clockSkew + CleanupTime).TotalMilliseconds));

    private RedisValue GetCutoff(DateTimeOffset now) => StoredRecord.ToValue(now - clockSkew - CleanupTime);

    private RedisKey[] GetIndexes(SessionKey key, SessionRecord record) => [keys.GetIndex(key), .. GetOwnerIndexes(key, record)];

    private RedisKey[] GetOwnerIndexes(SessionKey key, SessionRecord record)
        => record.Owner is null ? [] : [keys.GetOwnerIndex(RedisKeys.GetBucket(key), RedisKeys.GetOwnerHash(record.Owner))];
}
