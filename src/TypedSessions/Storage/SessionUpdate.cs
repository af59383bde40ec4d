using System.Diagnostics.CodeAnalysis;

namespace TypedSessions.Storage;

/// <summary>
/// Represents the effect of an update or a rotation on a stored record: the records to store, and the result to return. Every engine
/// computes it here, so that changes apply in the same way in all of them.
/// </summary>
/// <remarks>
/// An engine reads the stored record, computes the update, and stores its records on the condition that no one has changed the stored
/// record since; if someone has, it reads again:
/// <code>
/// while (true)
/// {
///     var stored = await ReadAsync(key);
///     var update = SessionUpdate.Apply(stored, loaded, changes, timeProvider.GetUtcNow());
///     if (update.Record is not { } record || await TryReplaceAsync(key, stored, record))
///     {
///         return update.Result;
///     }
/// }
/// </code>
/// An engine that writes before it reads passes the loaded record as the stored one, and reads only if its condition fails.
/// </remarks>
public readonly struct SessionUpdate
{
    private SessionUpdate(CommitResult result, SessionRecord? record = null, SessionRecord? closedCopy = null)
    {
        Result = result;
        Record = record;
        ClosedCopy = closedCopy;
    }

    /// <summary>Gets the result to return when the records are stored.</summary>
    public CommitResult Result { get; }

    /// <summary>Gets the record to store, in a rotation under the new key; <see langword="null"/> if there is nothing to store.</summary>
    public SessionRecord? Record { get; }

    /// <summary>
    /// Gets the closed copy to store under the old key; <see langword="null"/> unless a rotation stores <see cref="Record"/>.
    /// </summary>
    public SessionRecord? ClosedCopy { get; }

    /// <summary>
    /// Computes an update. The result is <see cref="CommitResult.Gone"/> if there is no record to update: none is stored, it has expired,
    /// it is a closed copy, or its values are unreadable. A touch of a record that others have changed stores nothing if their changes
    /// have renewed it as far and have stored a later use. A changed value that others have changed too is merged as its
    /// <see cref="SessionValueChange.Merge"/> specifies; if that is not possible, the result is <see cref="CommitResult.Conflict"/>.
    /// </summary>
    /// <param name="stored">The record as it is stored; <see langword="null"/> if there is none.</param>
    /// <param name="loaded">The record as the caller last saw it.</param>
    /// <param name="changes">The changes to apply.</param>
    /// <param name="now">The time by the engine's time provider.</param>
    /// <exception cref="ArgumentException">Two of the changed values have the same key.</exception>
    public static SessionUpdate Apply(SessionRecord? stored, SessionRecord loaded, SessionChanges changes, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(loaded);
        ArgumentNullException.ThrowIfNull(changes);
        if (!CanContinueFrom(stored, now) || stored.IsClosed)
        {
            return new(CommitResult.Gone);
        }

        if (!changes.IsTouch)
        {
            return Create(stored, loaded, changes);
        }

        var touched = Change(stored, changes, default, stored.Version);
        return stored.Version == loaded.Version || touched.ExpiresAt > stored.ExpiresAt || touched.LastSeenAt > stored.LastSeenAt
            ? new(GetResult(touched, stored, loaded), touched)
            : new(CommitResult.Merged(stored));
    }

    /// <summary>
    /// Computes a rotation. The closed copy of a live record has the values before the rotation, without authentication
    /// tickets, and a higher version, so that no late update applies to it; a closed copy that is continued from gets one more successor.
    /// The copy that a renewal of the id leaves (<see cref="SessionChanges.RenewId"/>) has none of the application's values.
    /// The result is <see cref="CommitResult.Gone"/> if no record is stored, or it has expired or is unreadable. It is
    /// <see cref="CommitResult.Closed"/> if the record was closed after it was loaded, or if
    /// <see cref="SessionClosure.MaxSuccessors"/> sessions have continued from it.
    /// </summary>
    /// <param name="stored">The record or closed copy as it is stored under the old key; <see langword="null"/> if there is none.</param>
    /// <param name="newKey">The session's new key.</param>
    /// <param name="loaded">The record or closed copy as the caller last saw it.</param>
    /// <param name="changes">The changes to apply.</param>
    /// <param name="now">The time by the engine's time provider.</param>
    /// <exception cref="ArgumentException">Two of the changed values have the same key.</exception>
    public static SessionUpdate Rotate(
        SessionRecord? stored, SessionKey newKey, SessionRecord loaded, SessionChanges changes, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(loaded);
        ArgumentNullException.ThrowIfNull(changes);
        if (!CanContinueFrom(stored, now))
        {
            return new(CommitResult.Gone);
        }

        if (stored.Closure is { } closure && (!loaded.IsClosed || closure.Successors.Count >= SessionClosure.MaxSuccessors))
        {
            return new(CommitResult.Closed(stored));
        }

        var update = Create(stored, loaded, changes);
        return update.Record is { } next
            ? new(update.Result, next, CreateCopy(stored, newKey, changes, next.ExpiresAt, now))
            : update;
    }

    private static bool CanContinueFrom([NotNullWhen(true)] SessionRecord? stored, DateTimeOffset now)
        => stored is { Values.IsReadable: true } && !stored.HasExpired(now);

    private static SessionUpdate Create(SessionRecord stored, SessionRecord loaded, SessionChanges changes)
    {
        if (!changes.NeedMerge(stored.Values))
        {
            var next = Change(stored, changes, changes.Values.Span, stored.Version + 1);
            return new(GetResult(next, stored, loaded), next);
        }

        var merged = MergedChanges.Create(stored.Values, changes);
        if (merged.RefusedKey is { } key)
        {
            return new(CommitResult.Conflict(stored, key));
        }

        var result = Change(stored, changes, merged.Values.Span, stored.Version + 1);
        return new(GetResult(result, stored, loaded).WithOverlaps(merged.OverlappingKeys), result);
    }

    // A touch keeps the version, so the touches of others do not count as changes to merge with.
    private static CommitResult GetResult(SessionRecord next, SessionRecord stored, SessionRecord loaded)
        => stored.Version == loaded.Version ? CommitResult.Applied(next) : CommitResult.Merged(next);

    private static SessionRecord Change(
        SessionRecord stored, SessionChanges changes, ReadOnlySpan<SessionValueChange> values, long version)
    {
        // A renewal that was computed from another expiry than the stored one must not undo another request's new expiry.
        var isRenewed = changes.HasExpiration || (changes.RenewExpiration && stored.Expiry == changes.Expiry);
        var absoluteExpiration = changes.HasAbsoluteExpiration ? changes.AbsoluteExpiration : stored.AbsoluteExpiration;
        return new SessionRecord
        {
            Values = stored.Values.With(values, changes.ClearFirst),
            CreatedAt = changes.CreatedAt ?? stored.CreatedAt,
            ExpiresAt = isRenewed ? Min(changes.ExpiresAt, absoluteExpiration) : stored.ExpiresAt,
            Expiry = isRenewed ? changes.Expiry : stored.Expiry,
            AbsoluteExpiration = absoluteExpiration,
            Version = version,
            Owner = changes.HasOwner ? changes.Owner : stored.Owner,
            OwnerScheme = changes.HasOwner ? changes.OwnerScheme : stored.OwnerScheme,
            Account = stored.IsAnonymous && !changes.HasOwner ? null : SessionAccount.Change(stored, changes),
        };
    }

    private static SessionRecord CreateCopy(
        SessionRecord stored, SessionKey newKey, SessionChanges changes, DateTimeOffset nextExpiresAt, DateTimeOffset now)
    {
        if (stored.Closure is { } closure)
        {
            return AddSuccessor(stored, closure, newKey);
        }

        if (changes.RenewId)
        {
            var values = IssuedId.Find(stored.Values) is { } id ? SessionValues.Empty.With([id.ToChange()]) : SessionValues.Empty;
            return Close(stored, newKey, values, nextExpiresAt, isRenewal: true);
        }

        var hasGrace = changes.RotationGrace > TimeSpan.Zero;
        var expiresAt = DateTimeOffset.FromUnixTimeMilliseconds(now.ToUnixTimeMilliseconds())
            + (hasGrace ? changes.RotationGrace : SessionChanges.DefaultRotationGrace);
        var kept = hasGrace ? stored.Values.Without(ReservedKeys.TicketPrefix) : SessionValues.Empty;
        return Close(stored, newKey, kept, expiresAt, isRenewal: false);
    }

    private static SessionRecord Close(
        SessionRecord stored, SessionKey newKey, SessionValues values, DateTimeOffset expiresAt, bool isRenewal) => stored with
        {
            Values = values,
            ExpiresAt = expiresAt,
            Expiry = SessionExpiry.At(expiresAt),
            Version = stored.Version + 1,
            Owner = null,
            OwnerScheme = null,
            Account = null,
            Closure = new SessionClosure
            {
                Successors = [newKey],
                Owner = stored.Owner,
                OwnerScheme = stored.OwnerScheme,
                Expiry = stored.Expiry,
                IsRenewal = isRenewal,
            },
        };

    private static SessionRecord AddSuccessor(SessionRecord copy, SessionClosure closure, SessionKey newKey)
        => copy with { Version = copy.Version + 1, Closure = closure with { Successors = [.. closure.Successors, newKey] } };

    private static DateTimeOffset Min(DateTimeOffset expiresAt, DateTimeOffset? absoluteExpiration)
        => absoluteExpiration is { } end && end < expiresAt ? end : expiresAt;
}
