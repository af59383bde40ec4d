namespace TypedSessions.Storage;

/// <summary>
/// What one request or job changed in a session: the keys that it set or removed, never the whole. So two requests that change
/// different keys can both be right. Applied to a record by <see cref="ApplyTo"/>, the same way in every engine.
/// </summary>
public sealed class SessionChanges
{
    /// <summary>The keys that were set or removed, each once. Empty by default.</summary>
    public ReadOnlyMemory<SessionValueChange> Values { get; init; }

    /// <summary>Whether everything that the session held goes first. Django: <c>clear</c>.</summary>
    public bool Clears { get; init; }

    /// <summary>The moment at which the session now ends, reckoned from <see cref="Expiry"/>.</summary>
    public required DateTimeOffset Expires { get; init; }

    /// <summary>
    /// Whether <see cref="Expires"/> is stored though <see cref="Expiry"/> is no new one; on by default. Off for a request or job that is no activity of the visitor, or where it is too early to renew: the end is
    /// then where the record has it, which another request may have moved meanwhile.
    /// </summary>
    public bool Renews { get; init; } = true;

    /// <summary>The expiry that <see cref="Expires"/> was reckoned from: a new one with <see cref="ChangesExpiry"/>, else the one that was loaded.</summary>
    public SessionExpiry Expiry { get; init; }

    /// <summary>Whether <see cref="Expiry"/> is a new one.</summary>
    public bool ChangesExpiry { get; init; }

    /// <summary>The new owner, when <see cref="ChangesOwner"/>; <see langword="null"/> takes the owner away.</summary>
    public string? Owner { get; init; }

    /// <summary>Whether <see cref="Owner"/> is to be stored.</summary>
    public bool ChangesOwner { get; init; }

    /// <summary>Whether only the moment of expiry moves: no version is spent, and no payload travels.</summary>
    public bool IsTouch => Values.IsEmpty && !Clears && !ChangesExpiry && !ChangesOwner;

    /// <summary>
    /// The record after these changes. A renewal does not undo another request's new expiry: where the record's expiry is not the one that
    /// this renewal was reckoned from, the record's own stays. What is no renewal does not undo another request's.
    /// </summary>
    /// <param name="record">The record as it is stored.</param>
    /// <param name="rotating">Whether the result goes under a new key, which is a new version even when nothing else changed.</param>
    public SessionRecord ApplyTo(SessionRecord record, bool rotating = false)
    {
        ArgumentNullException.ThrowIfNull(record);
        var renews = ChangesExpiry || (Renews && record.Expiry == Expiry);
        return new SessionRecord
        {
            // Left as they are, because several threads may apply them at once.
            Values = Values.IsEmpty && !Clears ? record.Values : record.Values.With(Values.Span, Clears),
            Created = record.Created,
            Expires = renews ? Earlier(Expires, record.Deadline) : record.Expires,
            Expiry = renews ? Expiry : record.Expiry,
            Deadline = record.Deadline,
            Version = IsTouch && !rotating ? record.Version : record.Version + 1,
            Owner = ChangesOwner ? Owner : record.Owner,
        };
    }

    private static DateTimeOffset Earlier(DateTimeOffset expires, DateTimeOffset? deadline)
        => deadline is { } end && end < expires ? end : expires;
}
