namespace TypedSessions.Sessions;

/// <summary>Computes the record or the changes that a commit stores.</summary>
internal readonly struct RecordChanges(SessionServices services, ISessionChannel channel, SessionState state)
{
    /// <summary>Gets whether there is anything to store in the loaded record, its renewal included.</summary>
    public bool NeedsWrite
        => state.HasChanges
            || (state.IsActive && (channel.CanSendToken || !channel.Presented.AreRecords)
                && (ShouldRenew(state.Record!) || ShouldStoreUse(state.Record!)))
            || Id is { NeedsWrite: true };

    /// <summary>Gets the renewal of the session's id; <see langword="null"/> if it requires nothing.</summary>
    public IdRenewal? Id
        => services.Options.RenewIdAfter is null && !state.Values.IsCleared ? null : new IdRenewal(services, channel, state);

    /// <summary>
    /// Returns whether a tenth of the window has passed since the expiry was set. Until then, frequent reads cause no writes, and frequent
    /// writes neither cookies nor changes of the index on the expiry.
    /// </summary>
    public bool ShouldRenew(SessionRecord record)
        => services.Options.GetWindow(state.Expiry, state.HasOwner) is { } window
            && GetExpiresAt(record, record.AbsoluteExpiration) - record.ExpiresAt is var step
            && (services.Options.RenewOnEveryRequest ? step > TimeSpan.Zero : step >= window / 10);

    /// <summary>Gets whether only the last use is to be stored.</summary>
    public bool HasOnlyUse => !state.HasChanges && !ShouldRenew(state.Record!) && Id is not { IsFirstUse: true };

    /// <summary>
    /// Returns whether the use of a user's session is stored even if nothing else is. It is not stored in cookies, which each such change
    /// would replace.
    /// </summary>
    public bool ShouldStoreUse(SessionRecord record)
        => !record.IsAnonymous && !state.HasTriedToStoreUse && channel is { IsActivity: true, Presented.AreRecords: false }
            && !(services.Now - record.LastSeenAt < services.Options.SignIn.LastSeenInterval);

    /// <summary>Returns whether a sign-in or sign-out changes the idle timeout of the session.</summary>
    public bool HasOtherWindow(SessionRecord record)
        => services.Options.AnonymousIdleTimeout is not null && record.IsAnonymous == state.HasOwner;

    /// <summary>
    /// Returns whether a stored change moves the cookie's expiry. A persistent cookie is sent at each step, because many small ones add up.
    /// </summary>
    public bool HasCookieExpiryChanged(SessionRecord before, SessionRecord after)
        => before.Expiry != after.Expiry
            || (!services.Options.IsWithBrowser(after.Expiry) && after.ExpiresAt != before.ExpiresAt);

    /// <summary>Returns the record of a new session.</summary>
    public SessionRecord BuildRecord()
    {
        var now = services.Now;
        var absoluteExpiration = now + services.Options.AbsoluteLifetime;
        return new SessionRecord
        {
            Values = state.Values.ToNewValues(),
            CreatedAt = now,
            ExpiresAt = services.Options.GetExpiresAt(state.Expiry, state.HasOwner, now, absoluteExpiration),
            Expiry = state.Expiry,
            AbsoluteExpiration = absoluteExpiration,
            Owner = state.Owner,
            OwnerScheme = state.OwnerScheme,
            Account = state.HasOwner ? new SessionAccount { SignedInAt = state.SignedInAt, LastSeenAt = now, Device = Device } : null,
        };
    }

    /// <summary>Returns the changes of a record, or of the closed copy from which the session continues.</summary>
    public SessionChanges Build(SessionRecord record, bool renewExpiration)
    {
        var absoluteExpiration = GetAbsoluteExpiration(record);
        var isReplaced = state.Rotation is Rotation.Replacement;
        return new SessionChanges
        {
            Values = Id?.AddTo(state.Values.GetChanges(), record) ?? state.Values.GetChanges(),
            ClearFirst = state.Values.IsCleared || isReplaced,
            CreatedAt = isReplaced ? services.Now : null,
            ExpiresAt = GetExpiresAt(record, absoluteExpiration),
            RenewExpiration = renewExpiration,
            Expiry = state.Expiry,

            // A closed copy has its own expiry.
            HasExpiration = record.IsClosed || state.HasNewExpiry,
            Owner = state.Owner,
            OwnerScheme = state.OwnerScheme,
            HasOwner = !record.IsOwnedBy(state.Owner, state.OwnerScheme),
            SignedInAt = state.SignedInAt,
            HasSignedInAt = state.SignedInAt != record.SignedInAt,
            LastSeenAt = state.HasOwner && channel.IsActivity ? services.Now : null,
            Device = state.HasOwner && channel.IsActivity ? Device : null,
            AbsoluteExpiration = absoluteExpiration,
            HasAbsoluteExpiration = absoluteExpiration != record.AbsoluteExpiration,
            MaxSize = services.MaxSize,
            RenewId = state.Rotation is Rotation.Renewal,
            RotationGrace = isReplaced ? TimeSpan.Zero : services.Options.RotationGrace,
        };
    }

    // A device in a cookie would be useless, because no list can show it.
    private SessionDevice? Device => channel.Presented.AreRecords ? null : channel.Device;

    // The absolute lifetime begins again with a sign-in, and with no other rotation.
    private DateTimeOffset? GetAbsoluteExpiration(SessionRecord record)
        => state.Rotation >= Rotation.SignIn
            ? services.Now + services.Options.AbsoluteLifetime
            : state.Followed is { SignIn: var signIn } ? signIn.SignedInAt + services.Options.AbsoluteLifetime : record.AbsoluteExpiration;

    private DateTimeOffset GetExpiresAt(SessionRecord record, DateTimeOffset? absoluteExpiration)
        => channel.IsActivity || record.IsClosed || state.HasNewExpiry || HasOtherWindow(record)
            ? services.Options.GetExpiresAt(state.Expiry, state.HasOwner, services.Now, absoluteExpiration)
            : record.ExpiresAt;
}
