namespace TypedSessions.Storage;

/// <summary>
/// A session as an engine keeps it. Immutable: an engine may hand the same instance to many requests. All moments are in whole
/// milliseconds, so that every engine gives back exactly what it was given.
/// </summary>
public sealed class SessionRecord
{
    /// <summary>What the session holds: bytes by ordinal string key.</summary>
    public required SessionValues Values { get; init; }

    /// <summary>When the session was first stored. A rotation keeps it.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>The first moment at which the session is gone: an engine gives out a record only before it.</summary>
    public required DateTimeOffset Expires { get; init; }

    /// <summary>What <see cref="Expires"/> was reckoned from, and will be again.</summary>
    public SessionExpiry Expiry { get; init; }

    /// <summary>The end of the absolute lifetime, which no renewal passes; <see langword="null"/> when there is none. A rotation keeps it.</summary>
    public DateTimeOffset? Deadline { get; init; }

    /// <summary>1 when the record is created, one more with each update and rotation. A touch leaves it.</summary>
    public long Version { get; init; } = 1;

    /// <summary>The id of the user who signed in; <see langword="null"/> until then.</summary>
    public string? Owner { get; init; }

    /// <summary>Whether the record has ended at <paramref name="now"/>.</summary>
    public bool HasExpired(DateTimeOffset now) => Expires <= now;
}
