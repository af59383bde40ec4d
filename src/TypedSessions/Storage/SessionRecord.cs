namespace TypedSessions.Storage;

/// <summary>
/// A session as an engine stores it. Immutable: an engine may return the same instance to many requests. All times are in whole
/// milliseconds, so that every engine returns exactly what it was given.
/// </summary>
public sealed record SessionRecord
{
    /// <summary>Gets the values of the session by their keys.</summary>
    public required SessionValues Values { get; init; }

    /// <summary>Gets the time at which the session was first stored. A rotation keeps it.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Gets the time at which the session expires. From then on, no engine returns the record.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Gets the expiry that <see cref="ExpiresAt"/> was computed from, and that the next renewal computes it from.</summary>
    public SessionExpiry Expiry { get; init; }

    /// <summary>
    /// Gets the end of the absolute lifetime, which no renewal exceeds; <see langword="null"/> for none. A rotation keeps it.
    /// </summary>
    public DateTimeOffset? AbsoluteExpiration { get; init; }

    /// <summary>Gets the version: 1 for a new record, raised by one with each update and rotation. A touch does not change it.</summary>
    public long Version { get; init; } = 1;

    /// <summary>Gets the id of the user to whom the session belongs; <see langword="null"/> for none, and in a closed copy.</summary>
    public string? Owner { get; init; }

    /// <summary>
    /// Gets the authentication scheme whose sign-in set <see cref="Owner"/>; <see langword="null"/> if the
    /// application set it. A scheme without an owner marks the session of a user who signed in without an id.
    /// </summary>
    public string? OwnerScheme { get; init; }

    /// <summary>
    /// Gets the user's sign-in, last use and device; <see langword="null"/> in a session without a user, and in a closed copy.
    /// </summary>
    public SessionAccount? Account { get; init; }

    /// <inheritdoc cref="SessionAccount.SignedInAt"/>
    public DateTimeOffset? SignedInAt => Account?.SignedInAt;

    /// <inheritdoc cref="SessionAccount.LastSeenAt"/>
    public DateTimeOffset? LastSeenAt => Account?.LastSeenAt;

    /// <inheritdoc cref="SessionAccount.Device"/>
    public SessionDevice? Device => Account?.Device;

    /// <summary>
    /// Gets the closure, which marks the record as the closed copy that a rotation leaves under the old key; <see langword="null"/> in a
    /// live record.
    /// </summary>
    public SessionClosure? Closure { get; init; }

    /// <summary>Gets whether the record is a closed copy: it shows nothing and takes no changes.</summary>
    public bool IsClosed => Closure is not null;

    /// <summary>Gets whether the session belongs to no user, neither a known nor an unknown one.</summary>
    internal bool IsAnonymous => Owner is null && OwnerScheme is null;

    /// <summary>Returns whether the session belongs to this user.</summary>
    internal bool IsOwnedBy(string? owner, string? scheme) => Owner == owner && OwnerScheme == scheme;

    /// <summary>Returns the record with the times that a touch moves.</summary>
    internal SessionRecord WithTimes(DateTimeOffset expiresAt, DateTimeOffset? lastSeenAt) => this with
    {
        ExpiresAt = expiresAt,
        Account = Account is null || lastSeenAt is null || lastSeenAt == Account.LastSeenAt
            ? Account
            : Account with { LastSeenAt = lastSeenAt.Value },
    };

    /// <summary>Returns whether the record has expired at <paramref name="now"/>.</summary>
    public bool HasExpired(DateTimeOffset now) => ExpiresAt <= now;
}
