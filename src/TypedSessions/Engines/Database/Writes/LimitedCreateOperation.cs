using TypedSessions.Engines.Database.Sql;

namespace TypedSessions.Engines.Database.Writes;

/// <summary>Stores a new record within a limit of its owner's sessions.</summary>
internal sealed class LimitedCreateOperation(
    SessionKey key, SessionRecord record, OwnerLimit limit, CancellationToken cancellationToken)
    : WriteOperation<CommitResult>(cancellationToken)
{
    public override string Description => "store a new session";

    public override bool NeedsTransaction => true;

    public override string? LockedOwner => limit.Owner;

    public override async ValueTask ExecuteAsync(SessionConnection connection, DateTimeOffset now)
    {
        if (!await limit.HasRoomAsync(connection, key, [], now))
        {
            Result = CommitResult.LimitReached;
            return;
        }

        if (!await connection.TryInsertAsync(key, record))
        {
            throw new SessionEngineException("The database session engine could not store a session: the key is taken.");
        }

        Result = CommitResult.Applied(record).WithEnded(await limit.EndExcessAsync(connection, key, [], now));
    }
}
