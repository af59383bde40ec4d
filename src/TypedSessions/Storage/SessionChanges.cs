using System.Diagnostics.CodeAnalysis;

namespace TypedSessions.Storage;

/// <summary>
/// What one request or job changed in a session: the keys that it set or removed, never the whole. So two requests that change
/// different keys can both be right. Applied to a record by <see cref="ApplyTo"/>, the same way in every engine.
/// </summary>
public sealed class SessionChanges
{
    /// <summary>How long a closed copy is kept unless the options say otherwise.</summary>
    internal static readonly TimeSpan DefaultRotationGrace = TimeSpan.FromSeconds(60);

    /// <summary>The keys that were set or removed, each once. Empty by default.</summary>
    public ReadOnlyMemory<SessionValueChange> Values { get; init; }

    /// <summary>Whether everything that the session held goes first. Django: <c>clear</c>.</summary>
    public bool Clears { get; init; }

    /// <summary>Gets the time at which a session begins that takes the place of another; <see langword="null"/> if it continues.</summary>
    internal DateTimeOffset? Created { get; init; }

    /// <summary>The moment at which the session now ends, reckoned from <see cref="Expiry"/>.</summary>
    public required DateTimeOffset Expires { get; init; }

    /// <summary>
    /// Whether <see cref="Expires"/> is stored though <see cref="Expiry"/> is no new one; on by default.
    /// Off for a request or job that is no activity of the visitor, or where it is too early to renew:
    /// the end is then where the record has it, which another request may have moved meanwhile.
    /// </summary>
    public bool Renews { get; init; } = true;

    /// <summary>
    /// The expiry that <see cref="Expires"/> was reckoned from: a new one with <see cref="ChangesExpiry"/>, else the one that was loaded.
    /// </summary>
    public SessionExpiry Expiry { get; init; }

    /// <summary>Whether <see cref="Expiry"/> is a new one.</summary>
    public bool ChangesExpiry { get; init; }

    /// <summary>The new owner, when <see cref="ChangesOwner"/>; <see langword="null"/> takes the owner away.</summary>
    public string? Owner { get; init; }

    /// <summary>
    /// Gets the scheme whose sign-in sets the owner, stored with <see cref="Owner"/>; <see langword="null"/> if the application sets it.
    /// </summary>
    public string? OwnerScheme { get; init; }

    /// <summary>Gets whether to store <see cref="Owner"/> and <see cref="OwnerScheme"/>. Default: <see langword="false"/>.</summary>
    public bool ChangesOwner { get; init; }

    /// <summary>
    /// Gets the new end of the absolute lifetime, stored with <see cref="ChangesDeadline"/>; <see langword="null"/> for none.
    /// </summary>
    public DateTimeOffset? Deadline { get; init; }

    /// <summary>Gets whether the absolute lifetime begins again, as it does with a sign-in. Default: <see langword="false"/>.</summary>
    public bool ChangesDeadline { get; init; }

    /// <summary>
    /// Gets how long a rotation keeps a closed copy under the old key. Default: 60 seconds.
    /// With zero the copy is kept for 60 seconds all the same, but without values.
    /// </summary>
    public TimeSpan RotationGrace { get; init; } = DefaultRotationGrace;

    /// <summary>Whether only the moment of expiry moves: no version is spent, and no payload travels.</summary>
    public bool IsTouch => Values.IsEmpty && !Clears && !ChangesExpiry && !ChangesOwner && !ChangesDeadline;

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
        var deadline = ChangesDeadline ? Deadline : record.Deadline;
        return new SessionRecord
        {
            // Left as they are, because several threads may apply them at once.
            Values = Values.IsEmpty && !Clears ? record.Values : record.Values.With(Values.Span, Clears),
            Created = Created ?? record.Created,
            Expires = renews ? Earlier(Expires, deadline) : record.Expires,
            Expiry = renews ? Expiry : record.Expiry,
            Deadline = deadline,
            Version = IsTouch && !rotating ? record.Version : record.Version + 1,
            Owner = ChangesOwner ? Owner : record.Owner,
            OwnerScheme = ChangesOwner ? OwnerScheme : record.OwnerScheme,
        };
    }

    /// <summary>
    /// Computes what a rotation stores: the record under the new key, and the closed copy under the old one. The copy of a live record
    /// has the values of the moment before the rotation, without authentication tickets; a closed copy gets one more successor.
    /// </summary>
    /// <param name="current">The record as it is stored under the old key.</param>
    /// <param name="loaded">The record as the caller last saw it.</param>
    /// <param name="newKey">The key of the session that continues from it.</param>
    /// <param name="now">The time by the engine's clock.</param>
    /// <param name="next">The record to store under the new key.</param>
    /// <param name="copy">The closed copy to store under the old key.</param>
    /// <returns>
    /// <see langword="false"/> if the answer is <see cref="CommitResult.Closed"/>: the record was closed after it was loaded, or
    /// <see cref="SessionClosure.MaxSuccessors"/> sessions have continued from it.
    /// </returns>
    public bool TryRotate(
        SessionRecord current,
        SessionRecord loaded,
        SessionKey newKey,
        DateTimeOffset now,
        [NotNullWhen(true)] out SessionRecord? next,
        [NotNullWhen(true)] out SessionRecord? copy)
    {
        ArgumentNullException.ThrowIfNull(current);
        ArgumentNullException.ThrowIfNull(loaded);
        (next, copy) = (null, null);
        if (current.Closure is { } closure && (!loaded.IsClosed || closure.Successors.Count >= SessionClosure.MaxSuccessors))
        {
            return false;
        }

        next = ApplyTo(current, rotating: true);
        copy = current.Closure is null
            ? CreateCopy(current, newKey, DateTimeOffset.FromUnixTimeMilliseconds(now.ToUnixTimeMilliseconds()))
            : AddSuccessor(current, current.Closure, newKey);
        return true;
    }

    private SessionRecord CreateCopy(SessionRecord record, SessionKey newKey, DateTimeOffset now)
    {
        var hasGrace = RotationGrace > TimeSpan.Zero;
        var expires = now + (hasGrace ? RotationGrace : DefaultRotationGrace);
        return new SessionRecord
        {
            Values = hasGrace ? record.Values.Without(ReservedKeys.TicketPrefix) : SessionValues.Empty,
            Created = record.Created,
            Expires = expires,
            Expiry = SessionExpiry.At(expires),
            Deadline = record.Deadline,
            Version = record.Version + 1,
            Closure = new SessionClosure
            {
                Successors = [newKey],
                Owner = record.Owner,
                OwnerScheme = record.OwnerScheme,
                Expiry = record.Expiry,
            },
        };
    }

    private static SessionRecord AddSuccessor(SessionRecord copy, SessionClosure closure, SessionKey newKey) => new()
    {
        Values = copy.Values,
        Created = copy.Created,
        Expires = copy.Expires,
        Expiry = copy.Expiry,
        Deadline = copy.Deadline,
        Version = copy.Version + 1,
        Closure = new SessionClosure
        {
            Successors = [.. closure.Successors, newKey],
            Owner = closure.Owner,
            OwnerScheme = closure.OwnerScheme,
            Expiry = closure.Expiry,
        },
    };

    private static DateTimeOffset Earlier(DateTimeOffset expires, DateTimeOffset? deadline)
        => deadline is { } end && end < expires ? end : expires;
}
