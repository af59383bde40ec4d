using TypedSessions.Engines.Database.Sql;

namespace TypedSessions.Engines.Database.Writes;

/// <summary>Stores a new record.</summary>
internal sealed class CreateOperation(SessionKey key, SessionRecord record, CancellationToken cancellationToken)
    : WriteOperation<bool>(cancellationToken), IBatchedWrite<CreateOperation>
{
    public override string Description => "store a new session";

    public SessionKey Key => key;

    public SessionRecord Next => record;

    /// <summary>Gets whether the session belongs to no user, so that it has no columns but those of <see cref="GetValues"/>.</summary>
    public bool IsAnonymous => record.IsAnonymous;

    public bool CanApply(DateTimeOffset now) => true;

    public void Accept() => IsApplied = Result = true;

    public static object?[] GetValues(CreateOperation[] writes, SessionTable table) =>
    [
        Array.ConvertAll(writes, static write => write.Next.CreatedAt.ToUniversalTime()),
        Array.ConvertAll(writes, static write => write.Next.ExpiresAt.ToUniversalTime()),
        Array.ConvertAll(writes, static write => write.Next.AbsoluteExpiration?.ToUniversalTime()),
        Array.ConvertAll(writes, static write => write.Next.Version),
        Array.ConvertAll(writes, static write => write.Next.Expiry.ToStoredValue()),
        Array.ConvertAll(writes, write => table.GetPayload(write.Next)),
    ];

    public override async ValueTask ExecuteAsync(SessionConnection connection, DateTimeOffset now)
        => IsApplied = Result = await connection.TryInsertAsync(key, record);
}
