namespace TypedSessions.Sessions;

/// <summary>Determines when a session's id is renewed, and which <see cref="IssuedId"/> is stored.</summary>
internal readonly struct IdRenewal(SessionServices services, ISessionChannel channel, SessionState state)
{
    /// <summary>Gets whether the id of a loaded record requires a write.</summary>
    public bool NeedsWrite => services.Options.RenewIdAfter is not null && (IsFirstUse || IsDue);

    /// <summary>Gets whether to store that the browser presents a renewed id for the first time.</summary>
    public bool IsFirstUse
        => services.Options.RenewIdAfter is not null && channel.ReadOnlyEndpoint is null
            && state.Record is { } record && IssuedId.Find(record.Values) is { PresentedAt: null } && IsPresented;

    /// <summary>Gets whether the id is to be renewed, and the browser can get the new one.</summary>
    public bool IsDue
        => services.Options.RenewIdAfter is { } age
            && state is { Status: SessionStatus.Stored, Rotation: Rotation.None, IsActive: true, Record: { } record }
            && channel is { IsRequest: true, IsActivity: true, CanReplaceSession: true, Presented.AreRecords: false }
            && IsOld(record, age);

    private bool IsPresented
    {
        get
        {
            var token = state.Token;
            return token.IsKnown && Array.Exists(channel.Presented.Tokens, presented => presented.Key == token.Key);
        }
    }

    /// <summary>Returns the changes of a commit, including that of the id if there is one.</summary>
    public SessionValueChange[] AddTo(SessionValueChange[] changes, SessionRecord record)
        => (services.Options.RenewIdAfter is not null || state.Values.IsCleared)
            && GetChange(IssuedId.Find(record.Values)) is { } id
            ? [.. changes, id.ToChange()]
            : changes;

    private IssuedId? GetChange(IssuedId? id) => state.Rotation switch
    {
        Rotation.Renewal => id?.RenewAt(services.Now) ?? new IssuedId(services.Now, PresentedAt: null),
        Rotation.None when IsFirstUse => id!.Value with { PresentedAt = services.Now },
        Rotation.None => state.Values.IsCleared ? id : null,
        _ => services.Options.RenewIdAfter is null ? null : new IssuedId(services.Now, PresentedAt: services.Now),
    };

    private bool IsOld(SessionRecord record, TimeSpan age) => IssuedId.Find(record.Values) switch
    {
        { PresentedAt: null } id => !IsPresented && id.IsLost(services.Now, services.Options.RenewalGrace),
        var id => services.Now - (id?.IssuedAt ?? record.CreatedAt) >= age,
    };
}
