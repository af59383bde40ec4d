namespace TypedSessions.Storage;

/// <summary>
/// Represents what one request or job changed in a session: the keys that it set or removed, never the whole session, so that two requests
/// that change different keys lose nothing. <see cref="SessionUpdate"/> applies it to a record.
/// </summary>
public sealed class SessionChanges
{
    /// <summary>The default time for which a closed copy is kept.</summary>
    internal static readonly TimeSpan DefaultRotationGrace = TimeSpan.FromSeconds(60);

    /// <summary>Gets the keys that were set or removed, each once. Default: empty.</summary>
    public ReadOnlyMemory<SessionValueChange> Values { get; init; }

    /// <summary>
    /// Gets whether all stored values are removed before <see cref="Values"/> are applied. Default: <see langword="false"/>. Django:
    /// <c>clear</c>.
    /// </summary>
    public bool ClearFirst { get; init; }

    /// <summary>
    /// Gets the creation time of a session that takes the place of another; <see langword="null"/> to keep the stored one.
    /// </summary>
    internal DateTimeOffset? CreatedAt { get; init; }

    /// <summary>Gets the time at which the session expires, computed from <see cref="Expiry"/>.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>
    /// Gets whether to store <see cref="ExpiresAt"/> even if <see cref="Expiry"/> did not change. Default: <see langword="true"/>.
    /// <see langword="false"/> if the change is no activity of the visitor, or comes too early to renew: the stored time stays, even if
    /// another request has moved it.
    /// </summary>
    public bool RenewExpiration { get; init; } = true;

    /// <summary>
    /// Gets the expiry that <see cref="ExpiresAt"/> was computed from: a new one with <see cref="HasExpiration"/>, else the loaded one. If
    /// another request has stored a new expiry since, a renewal leaves that one and its time.
    /// </summary>
    public SessionExpiry Expiry { get; init; }

    /// <summary>Gets whether to store <see cref="Expiry"/>. Default: <see langword="false"/>.</summary>
    public bool HasExpiration { get; init; }

    /// <summary>Gets the new owner, stored with <see cref="HasOwner"/>; <see langword="null"/> for none.</summary>
    public string? Owner { get; init; }

    /// <summary>
    /// Gets the scheme whose sign-in sets the owner, stored with <see cref="Owner"/>; <see langword="null"/> if the application sets it.
    /// </summary>
    public string? OwnerScheme { get; init; }

    /// <summary>Gets whether to store <see cref="Owner"/> and <see cref="OwnerScheme"/>. Default: <see langword="false"/>.</summary>
    public bool HasOwner { get; init; }

    /// <summary>
    /// Gets the new end of the absolute lifetime, stored with <see cref="HasAbsoluteExpiration"/>; <see langword="null"/> for none.
    /// </summary>
    public DateTimeOffset? AbsoluteExpiration { get; init; }

    /// <summary>
    /// Gets whether to store <see cref="AbsoluteExpiration"/>, as a sign-in does, which begins the absolute lifetime again. Default:
    /// <see langword="false"/>.
    /// </summary>
    public bool HasAbsoluteExpiration { get; init; }

    /// <summary>
    /// Gets the time at which the user signed in or last confirmed the sign-in, stored with <see cref="HasSignedInAt"/>;
    /// <see langword="null"/> if it is not known.
    /// </summary>
    public DateTimeOffset? SignedInAt { get; init; }

    /// <summary>
    /// Gets whether to store <see cref="SignedInAt"/>, and <see cref="Device"/> as a whole. Default: <see langword="false"/>.
    /// </summary>
    public bool HasSignedInAt { get; init; }

    /// <summary>
    /// Gets the time at which the user used the session; <see langword="null"/>, the default, if the change is no activity of the user. It
    /// is stored if it is later than the stored one, and if the session belongs to a user.
    /// </summary>
    public DateTimeOffset? LastSeenAt { get; init; }

    /// <summary>
    /// Gets the device that has used the session; <see langword="null"/>, the default, if it is not known. Without
    /// <see cref="HasSignedInAt"/>, only its <see cref="SessionDevice.LastAddress"/> replaces that of a stored device. The stored
    /// <see cref="SessionDevice.Label"/> stays.
    /// </summary>
    public SessionDevice? Device { get; init; }

    /// <summary>
    /// Gets the label of the device, stored with <see cref="HasLabel"/>; <see langword="null"/> for none.
    /// </summary>
    public string? Label { get; init; }

    /// <summary>Gets whether to store <see cref="Label"/>. Default: <see langword="false"/>.</summary>
    public bool HasLabel { get; init; }

    /// <summary>
    /// Gets how long a rotation keeps a closed copy under the old key. Default: 60 seconds. With zero, the copy is kept for 60 seconds
    /// without values.
    /// </summary>
    public TimeSpan RotationGrace { get; init; } = DefaultRotationGrace;

    /// <summary>
    /// Gets whether a rotation only renews the id: the copy under the old key leads to the session for as long as the session lives, has
    /// no values, and is marked by <see cref="SessionClosure.IsRenewal"/>. Default: <see langword="false"/>.
    /// </summary>
    public bool RenewId { get; init; }

    /// <summary>
    /// Gets the size up to which values may grow by a merge with those of another request, in bytes of the payload. Default: no limit.
    /// </summary>
    public int MaxSize { get; init; } = int.MaxValue;

    /// <summary>Returns whether another request has changed a value that these changes would replace.</summary>
    internal bool NeedMerge(SessionValues stored)
    {
        foreach (var change in ClearFirst ? [] : Values.Span)
        {
            if (change.NeedsMerge(stored, out _))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// Gets whether only the time of expiry, <see cref="LastSeenAt"/> and the latest address move. A touch does not raise the version, and
    /// needs no payload.
    /// </summary>
    public bool IsTouch
        => Values.IsEmpty && !ClearFirst && !HasExpiration && !HasOwner && !HasAbsoluteExpiration && !HasSignedInAt && !HasLabel;

    /// <summary>Gets whether to store any part of <see cref="SessionRecord.Account"/>.</summary>
    internal bool HasAccount => HasSignedInAt || HasLabel || LastSeenAt is not null || Device is not null;
}
