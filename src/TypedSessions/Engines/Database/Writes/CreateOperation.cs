using TypedSessions.Engines.Database.Sql;

namespace TypedSessions.Engines.Database.Writes;

/// <summary>Stores a new record.</summary>
internal sealed class CreateOperation(SessionKey key, SessionRecord record, CancellationToken cancellationToken)
    : WriteOperation<bool>(cancellationToken), IBatchedWrite<CreateOperation>
{
    public static bool CanWait => false;

    public override string Description => "store a new session";

    public SessionKey Key => key;

    public SessionRecord Next => record;

    /// <summary>Gets whether the session belongs to no user, so that it has no columns but those of <see cref="InsertMany"/>.</summary>
    public bool IsAnonymous => record.IsAnonymous;

    public bool CanApply(DateTimeOffset now) => true;

    public void Accept() => IsApplied = Result = true;

    public static ValueTask<HashSet<SessionKey>> StoreAsync(CreateOperation[] writes, SessionConnection connection)
        => connection.Table.InsertMany.RunAsync(
            connection, Array.ConvertAll(writes, static write => new SessionRecordEntry(write.Key, write.Next)));

    public override async ValueTask ExecuteAsync(SessionConnection connection, DateTimeOffset now)
        => IsApplied = Result = await connection.TryInsertAsync(key, record);
}
