using TypedSessions.Engines.Database.Sql;

namespace TypedSessions.Engines.Database.Writes;

/// <summary>Stores a session under a new key, and closes the record that it continues from.</summary>
internal sealed class RotateOperation(
    SessionKey key,
    SessionKey newKey,
    SessionRecord loaded,
    SessionChanges changes,
    OwnerLimit? limit,
    CancellationToken cancellationToken)
    : WriteOperation<CommitResult>(cancellationToken)
{
    public override string Description => "rotate a session";

    public override bool NeedsTransaction => true;

    public override string? LockedOwner => limit?.Owner;

    public override async ValueTask ExecuteAsync(SessionConnection connection, DateTimeOffset now)
    {
        var current = loaded;
        var update = SessionUpdate.Rotate(current, newKey, loaded, changes, now);
        if (limit is not null && !await limit.HasRoomAsync(connection, key, GetRelated(update), now))
        {
            Result = CommitResult.LimitReached;
            return;
        }

        while (update.ClosedCopy is not { } copy || !await connection.TryCloseAsync(key, current, copy))
        {
            var stored = await connection.LoadAsync(key, CancellationToken.None);
            var rotation = SessionUpdate.Rotate(stored, newKey, loaded, changes, now);
            if (rotation.ClosedCopy is null || IsDamaged(stored!, current, update))
            {
                Result = rotation.ClosedCopy is null ? rotation.Result : CommitResult.Gone;
                return;
            }

            (current, update) = (stored!, rotation);
        }

        if (!await connection.TryInsertAsync(newKey, update.Record!))
        {
            throw new SessionEngineException("The database session engine could not rotate a session: the new key is taken.");
        }

        Result = limit is null
            ? update.Result
            : update.Result.WithEnded(await limit.EndExcessAsync(connection, newKey, GetRelated(update), now));
    }

    private static IReadOnlyList<SessionKey> GetRelated(SessionUpdate update) => update.ClosedCopy?.Closure?.Successors ?? [];
}
