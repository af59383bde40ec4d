using TypedSessions.Engines.Database.Sql;

namespace TypedSessions.Engines.Database.Writes;

/// <summary>Applies changes to a record: by one conditional statement, which is repeated on the stored record after a conflict.</summary>
internal sealed class UpdateOperation(SessionKey key, SessionRecord loaded, SessionChanges changes, CancellationToken cancellationToken)
    : WriteOperation<CommitResult>(cancellationToken), IBatchedWrite<UpdateOperation>
{
    private readonly SessionRecord _loaded = loaded;
    private SessionUpdate _update = SessionUpdate.Apply(loaded, loaded, changes, now: DateTimeOffset.MinValue);

    public static bool CanWait => true;

    public override string Description => "update a session";

    // A touch only moves the expiration and the last use.
    public override bool IsIdempotent => changes.IsTouch;

    public SessionKey Key => key;

    /// <summary>Gets the record that the statement expects to find.</summary>
    public SessionRecord Current { get; private set; } = loaded;

    /// <summary>Gets the record that replaces <see cref="Current"/>; <see langword="null"/> if it cannot be changed.</summary>
    public SessionRecord? Next => _update.Record;

    /// <summary>Gets whether only the values and the last use change.</summary>
    public bool HasOnlyValueChanges => !changes.IsTouch && Next is not null && SessionConnection.HasOnlyValueChanges(Current, Next);

    /// <summary>Accepts that <see cref="Next"/> is stored.</summary>
    public void Accept()
    {
        Result = _update.Result;
        IsApplied = true;
    }

    public bool CanApply(DateTimeOffset now) => !Current.HasExpired(now);

    public static ValueTask<HashSet<SessionKey>> StoreAsync(UpdateOperation[] writes, SessionConnection connection)
        => connection.Table.UpdateMany.RunAsync(
            connection, Array.ConvertAll(writes, static write => new ValuesChange(write.Key, write.Current, write.Next!)));

    public override async ValueTask ExecuteAsync(SessionConnection connection, DateTimeOffset now)
    {
        IsApplied = false;
        while (!await TryWriteAsync(connection, now))
        {
            if (LostReply is not null)
            {
                return;
            }

            var stored = await connection.LoadAsync(key, CancellationToken.None);
            var update = SessionUpdate.Apply(stored, _loaded, changes, now);
            if (update.Record is null || IsDamaged(stored!, Current, _update))
            {
                Result = update.Record is null ? update.Result : CommitResult.Gone;
                return;
            }

            (Current, _update) = (stored!, update);
        }

        Accept();
    }

    private async ValueTask<bool> TryWriteAsync(SessionConnection connection, DateTimeOffset now)
    {
        if (Next is not { } next)
        {
            return false;
        }

        if (changes.IsTouch && next.ExpiresAt != Current.ExpiresAt)
        {
            return await connection.TryTouchAsync(key, Current.Version, next, now);
        }

        return !Current.HasExpired(now)
            && await (changes.IsTouch
                ? connection.TryUpdateLastSeenAsync(key, Current, next)
                : connection.TryUpdateAsync(key, Current, next));
    }
}
