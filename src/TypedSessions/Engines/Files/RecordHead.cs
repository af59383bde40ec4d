namespace TypedSessions.Engines.Files;

/// <summary>
/// What a session's file says of its record in a fixed place: moments, version, and where the body is: owner, scheme, closure,
/// payload. A file has two heads, one for generations with even and one for those with odd numbers; the higher number counts.
/// </summary>
internal readonly record struct RecordHead
{
    /// <summary>Grows by one with every write, touches included.</summary>
    public required long Generation { get; init; }

    public required long Version { get; init; }

    public required DateTimeOffset Created { get; init; }

    public required DateTimeOffset Expires { get; init; }

    public required DateTimeOffset? Deadline { get; init; }

    /// <summary>As <see cref="SessionExpiry.ToStored"/> gave it.</summary>
    public required long? Expiry { get; init; }

    public required long BodyStart { get; init; }

    /// <summary>The owner's bytes; <see langword="null"/> when there is no owner.</summary>
    public required int? OwnerLength { get; init; }

    /// <summary>The bytes of the owner's scheme; <see langword="null"/> when no scheme set the owner.</summary>
    public required int? SchemeLength { get; init; }

    /// <summary>The bytes of the closure; <see langword="null"/> in a live record.</summary>
    public required int? ClosureLength { get; init; }

    public required int PayloadLength { get; init; }

    public required uint BodyChecksum { get; init; }

    /// <summary>The bytes of the body before the payload.</summary>
    public int PayloadStart => (OwnerLength ?? 0) + (SchemeLength ?? 0) + (ClosureLength ?? 0);

    public long BodyLength => PayloadStart + (long)PayloadLength;

    public long BodyEnd => BodyStart + BodyLength;

    public SessionRecord ToRecord(SessionValues values, string? owner, string? scheme, SessionClosure? closure) => new()
    {
        Values = values,
        Created = Created,
        Expires = Expires,
        Expiry = SessionExpiry.FromStored(Expiry, Expires),
        Deadline = Deadline,
        Version = Version,
        Owner = owner,
        OwnerScheme = scheme,
        Closure = closure,
    };
}
