using TypedSessions.Redis.Scripting;

namespace TypedSessions.Redis.Records;

/// <summary>Repeats a change on the stored record until no one else has changed the record in between.</summary>
internal sealed class ConditionalWrites(RecordStore records, TimeProvider timeProvider)
{
    private const int ConflictLocks = 64;

    // Serializes the repeated changes of a session in this process, because each of them would make the others repeat again.
    private readonly SemaphoreSlim[] _conflictLocks = [.. Enumerable.Range(0, ConflictLocks).Select(static _ => new SemaphoreSlim(1, 1))];

    /// <summary>Changes a record. The first attempt assumes that the loaded record is still stored.</summary>
    /// <param name="key">The record's key.</param>
    /// <param name="loaded">The record as the caller last saw it.</param>
    /// <param name="compute">Computes the update of a record.</param>
    /// <param name="write">Writes the update, if the record is still stored.</param>
    public async Task<CommitResult> RunAsync(
        SessionKey key,
        SessionRecord loaded,
        Func<SessionRecord?, DateTimeOffset, SessionUpdate> compute,
        Func<SessionRecord, SessionUpdate, DateTimeOffset, Task<WriteResult>> write)
    {
        var now = timeProvider.GetUtcNow();
        var update = compute(loaded, now);
        if (update.Record is not null && IsWritten(await write(loaded, update, now)))
        {
            return update.Result;
        }

        var conflictLock = _conflictLocks[(uint)key.GetHashCode() % ConflictLocks];
        await conflictLock.WaitAsync();
        try
        {
            while (true)
            {
                var stored = await records.LoadAsync(key);
                now = timeProvider.GetUtcNow();
                update = compute(stored, now);
                if (update.Record is null || IsWritten(await write(stored!, update, now)))
                {
                    return update.Result;
                }
            }
        }
        finally
        {
            conflictLock.Release();
        }
    }

    private static bool IsWritten(WriteResult result) => result is not WriteResult.KeyTaken
        ? result is WriteResult.Written
        : throw new SessionEngineException("The Redis session engine could not rotate a session: the new key is taken.");
}
