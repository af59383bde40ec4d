namespace TypedSessions.Storage;

/// <summary>
/// A session as an engine keeps it. Immutable: an engine may hand the same instance to many requests. All moments are in whole
/// milliseconds, so that every engine gives back exactly what it was given.
/// </summary>
public sealed class SessionRecord
{
    // In ticks of UTC, because millions of records may be held in memory: a moment
    // with an offset takes twice the room. No deadline is before the first moment.
    private const long Never = -1;

    private readonly long _created;
    private readonly long _expires;
    private readonly long _deadline = Never;

    /// <summary>What the session holds: bytes by ordinal string key.</summary>
    public required SessionValues Values { get; init; }

    /// <summary>When the session was first stored. A rotation keeps it.</summary>
    public required DateTimeOffset Created
    {
        get => MomentOf(_created);
        init => _created = value.UtcTicks;
    }

    /// <summary>The first moment at which the session is gone: an engine gives out a record only before it.</summary>
    public required DateTimeOffset Expires
    {
        get => MomentOf(_expires);
        init => _expires = value.UtcTicks;
    }

    /// <summary>What <see cref="Expires"/> was reckoned from, and will be again.</summary>
    public SessionExpiry Expiry { get; init; }

    /// <summary>
    /// The end of the absolute lifetime, which no renewal passes; <see langword="null"/> when there is none. A rotation keeps it.
    /// </summary>
    public DateTimeOffset? Deadline
    {
        get => _deadline == Never ? null : MomentOf(_deadline);
        init => _deadline = value?.UtcTicks ?? Never;
    }

    /// <summary>1 when the record is created, one more with each update and rotation. A touch leaves it.</summary>
    public long Version { get; init; } = 1;

    /// <summary>Gets the id of the user to whom the session belongs; <see langword="null"/> for none, and in a closed copy.</summary>
    public string? Owner { get; init; }

    /// <summary>
    /// Gets the authentication scheme whose sign-in set <see cref="Owner"/>; <see langword="null"/> if the
    /// application set it. A scheme without an owner marks the session of a user who signed in without an id.
    /// </summary>
    public string? OwnerScheme { get; init; }

    /// <summary>
    /// Gets what makes the record a closed copy, which a rotation leaves under the old key; <see langword="null"/> in a live record.
    /// </summary>
    public SessionClosure? Closure { get; init; }

    /// <summary>Gets whether the record is a closed copy: it shows nothing and takes no changes.</summary>
    public bool IsClosed => Closure is not null;

    /// <summary>Gets whether the session belongs to no user, neither a known nor an unknown one.</summary>
    internal bool IsAnonymous => Owner is null && OwnerScheme is null;

    /// <summary>Returns whether the session belongs to this user.</summary>
    internal bool IsOwnedBy(string? owner, string? scheme) => Owner == owner && OwnerScheme == scheme;

    /// <summary>Whether the record has ended at <paramref name="now"/>.</summary>
    public bool HasExpired(DateTimeOffset now) => _expires <= now.UtcTicks;

    private static DateTimeOffset MomentOf(long ticks) => new(ticks, TimeSpan.Zero);
}
