using TypedSessions.Engines.Database.Sql;

namespace TypedSessions.Engines.Database.Writes;

/// <summary>Stores a new record.</summary>
internal sealed class CreateOperation(SessionKey key, SessionRecord record, CancellationToken cancellationToken)
    : WriteOperation<bool>(cancellationToken)
{
    public override string Description => "store a new session";

    public override async ValueTask ExecuteAsync(SessionConnection connection, DateTimeOffset now)
        => IsApplied = Result = await connection.TryInsertAsync(key, record);
}
