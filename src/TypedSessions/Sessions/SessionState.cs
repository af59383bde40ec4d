namespace TypedSessions.Sessions;

/// <summary>The state of a session, the work of its next commit, and all transitions between the states.</summary>
internal sealed partial class SessionState(PendingChanges values)
{
    private SessionToken? _token;
    private volatile bool _isLoaded;

    // An expiry that was set is stored even if the record, which may be stale, already has it.
    private bool _isExpiryForced;

    // Set by this request or its sign-in, and kept if the request begins or continues another session.
    private SessionExpiry? _ownExpiry;

    /// <summary>Gets the status.</summary>
    public SessionStatus Status { get; private set; }

    /// <summary>Gets whether the session is loaded and its owner was compared with the user.</summary>
    public bool IsLoaded => _isLoaded;

    /// <summary>Gets whether the session was used.</summary>
    public bool IsAccessed { get; private set; }

    /// <summary>Gets or sets whether a use of the session counted as activity of the visitor.</summary>
    public bool IsActive { get; set; }

    /// <summary>Gets or sets whether a commit has tried to store that the user has used the session.</summary>
    public bool HasTriedToStoreUse { get; set; }

    /// <summary>Gets or sets whether a commit is under way, which would miss a change that is made now.</summary>
    public bool IsCommitting { get; set; }

    /// <summary>Gets the values with their pending changes.</summary>
    public PendingChanges Values => values;

    /// <summary>Gets the record as it is stored; <see langword="null"/> while there is none.</summary>
    public SessionRecord? Record { get; private set; }

    /// <summary>Gets the closed copy that was presented, or that the next commit continues from.</summary>
    public ClosedCandidate? Copy { get; private set; }

    /// <summary>Gets the token that leads to the record. A new session gets one when it is first needed.</summary>
    public SessionToken Token => _token ??= SessionToken.New();

    /// <summary>Gets the token that the visitor presented: of the record, or of the closed copy.</summary>
    public SessionToken PresentedToken => Copy?.Token ?? Token;

    /// <summary>Gets the reason for a new id.</summary>
    public Rotation Rotation { get; private set; }

    /// <summary>Gets the expiry.</summary>
    public SessionExpiry Expiry { get; private set; }

    /// <summary>Gets the id of the owner.</summary>
    public string? Owner { get; private set; }

    /// <summary>Gets the scheme that set the owner; <see langword="null"/> if the application did.</summary>
    public string? OwnerScheme { get; private set; }

    /// <summary>Gets the time at which the owner has signed in; <see langword="null"/> if it is not known.</summary>
    public DateTimeOffset? SignedInAt { get; private set; }

    /// <summary>Gets the values at load time; <see langword="null"/> after Abandon, Clear or DeleteTestCookie.</summary>
    public SessionValues? ValuesAtLoad { get; private set; }

    /// <summary>Gets or sets the sessions that the next commit ends.</summary>
    public AbandonedSession[] Abandoned { get; set; } = [];

    /// <summary>Gets the cross-site sign-in that the session follows with the next commit.</summary>
    public FollowedSignIn? Followed { get; private set; }

    /// <summary>Gets the failure of an earlier commit.</summary>
    public Exception? Fault { get; private set; }

    /// <summary>Gets the record; <see langword="null"/> if it is missing or belongs to another user.</summary>
    public SessionRecord? Shown => Rotation is Rotation.Replacement ? null : Record;

    /// <summary>Gets whether the session is empty, drops its changes and sends no cookie.</summary>
    public bool IsDetached => Status is SessionStatus.Closed or SessionStatus.Hidden;

    /// <summary>Gets whether the session belongs to a user, or was closed while it did.</summary>
    public bool HasOwner => Status is SessionStatus.Closed || Owner is not null || OwnerScheme is not null;

    /// <summary>Gets the key of the cross-site sign-in that the session has followed.</summary>
    public SessionKey? FollowedSignInKey => values.TryGet(DeferredSession.Mark, out var mark) ? DeferredSession.ReadMark(mark) : null;

    /// <summary>
    /// Gets whether the next commit creates a record: for values or an owner, but for a cross-site sign-in only for values.
    /// </summary>
    public bool IsToBeCreated
        => Record is null && (values.HasValues || (Owner is not null && Status is not SessionStatus.Deferred));

    /// <summary>Gets whether the record's expiry changes.</summary>
    public bool HasNewExpiry => _isExpiryForced || Rotation is Rotation.Replacement || Expiry != Record?.Expiry;

    private bool HasOwnExpiry => _ownExpiry is not null && HasNewExpiry;

    /// <summary>Gets whether the next commit has anything to store or remove, apart from the renewal of the expiry.</summary>
    public bool HasChanges
        => values.IsModified
            || Rotation is not Rotation.None
            || Abandoned.Length > 0
            || (Record is null ? IsToBeCreated : HasNewExpiry || !Record.IsOwnedBy(Owner, OwnerScheme) || SignedInAt != Record.SignedInAt);

    /// <summary>Marks the session as loaded.</summary>
    public void MarkLoaded() => _isLoaded = true;

    /// <summary>Marks the session as used.</summary>
    /// <exception cref="InvalidOperationException">It is too late for the first use.</exception>
    public void MarkAccessed(ISessionChannel channel)
    {
        if (!IsAccessed)
        {
            channel.OnAccessed();
            IsAccessed = true;
        }
    }

    /// <summary>Removes all values, and drops changes in place even if they cannot be stored.</summary>
    public void Clear()
    {
        values.ForgetViews();
        values.Clear();
        ValuesAtLoad = null;
    }

    /// <summary>Attaches a record that was found.</summary>
    public void Attach(SessionToken token, SessionRecord record, bool mayBeStale)
    {
        values.Reset(record.Values, mayBeStale);
        SetRecord(token, record);
        ValuesAtLoad = record.Values;
    }

    /// <summary>Resets the state to that of a new session.</summary>
    public void Reset()
    {
        Clear();
        values.Reset(SessionValues.Empty);
        (Rotation, Followed, _ownExpiry) = (Rotation.None, null, null);
        BeginNew();
        SetOwner(null, null);
    }

    /// <summary>Begins a new session with the pending changes.</summary>
    public void BeginNew()
    {
        (Status, Record, Copy, _token) = (SessionStatus.New, null, null, null);
        (Expiry, _isExpiryForced) = (_ownExpiry ?? SessionExpiry.Default, false);
    }

    /// <summary>Shows an empty session in place of another user's, which stays stored.</summary>
    public void Hide()
    {
        Reset();
        Status = SessionStatus.Hidden;
    }

    /// <summary>Turns the session into that of a cross-site sign-in.</summary>
    public void Defer(SessionToken token, AuthenticatedUser user, DateTimeOffset expiresAt)
    {
        Status = SessionStatus.Deferred;
        _token = token;
        SetOwner(user.Id, user.Scheme);
        Expiry = SessionExpiry.At(expiresAt);
    }

    /// <summary>Follows a cross-site sign-in, whose values were added to the changes.</summary>
    public void Follow(FollowedSignIn signIn)
    {
        Followed = signIn;
        Expiry = signIn.SignIn.Expiry ?? Expiry;
        SignedInAt = signIn.SignIn.SignedInAt;
    }

    /// <summary>Replaces the record of another user, and keeps nothing of it.</summary>
    public void Replace()
    {
        Clear();
        (Expiry, _ownExpiry) = (SessionExpiry.Default, null);
        Rotation = Rotation.Replacement;
    }

    /// <summary>Replaces the record of another user after a sign-out.</summary>
    public void Replace(SessionToken token, SessionRecord record)
        => (Status, _token, Record, Rotation) = (SessionStatus.Stored, token, record, Rotation.Replacement);

    /// <summary>Requires a new id, for a reason that is at least as high as an earlier one.</summary>
    public void Rotate(Rotation reason) => Rotation = reason > Rotation ? reason : Rotation;

    /// <summary>Gives the session to a user who signs in. An existing record gets a new id; a replacement stays one.</summary>
    public void SignIn(AuthenticatedUser user, SessionExpiry? expiry, Rotation reason)
    {
        if (Record is not null || Status is SessionStatus.Continuing)
        {
            Rotation = Rotation is Rotation.Replacement ? Rotation : reason;
        }

        _ownExpiry = expiry ?? _ownExpiry;
        Expiry = expiry ?? Expiry;

        // A confirmation since the sign-in is kept.
        var isConfirmed = Rotation is Rotation.Refresh && Owner == user.Id && SignedInAt > user.SignedInAt;
        SetOwner(user.Id, user.Scheme, isConfirmed ? SignedInAt : user.SignedInAt);
    }

    /// <summary>Continues with another record under the same key, without a new id.</summary>
    public void CancelRotation() => Rotation = Rotation.None;

    /// <summary>Sets the expiry.</summary>
    public void SetExpiry(SessionExpiry expiry, bool isForced = false)
        => (Expiry, _ownExpiry, _isExpiryForced) = (expiry, expiry, isForced);

    /// <summary>Sets the owner and the time of the sign-in.</summary>
    public void SetOwner(string? id, string? scheme, DateTimeOffset? signedInAt = null)
        => (Owner, OwnerScheme, SignedInAt) = (id, scheme, signedInAt);

    /// <summary>Sets the time at which the owner has confirmed the sign-in.</summary>
    public void ConfirmSignIn(DateTimeOffset now) => SignedInAt = now;

    /// <summary>Removes the values at load time.</summary>
    public void ForgetValuesAtLoad() => ValuesAtLoad = null;

    /// <summary>Marks the session to be ended by the next commit.</summary>
    public void Abandon(SessionToken token, AuthenticatedUser? user, SessionEndCause cause)
        => Abandon(new AbandonedSession(token.Key, Copy is null ? Record : null, user, FollowedSignInKey, cause));

    /// <summary>Marks another session to be ended by the next commit.</summary>
    public void Abandon(AbandonedSession session) => Abandoned = [.. Abandoned, session];

    /// <summary>Accepts the record that a commit has stored.</summary>
    public void Accept(SessionToken token, SessionRecord record)
    {
        SetRecord(token, record);
        Rotation = Rotation.None;
        Followed = null;
        values.Accept(record.Values);
    }

    /// <summary>Marks the session as ended by others.</summary>
    public void MarkGone()
    {
        Copy = Status is SessionStatus.Continuing ? null : Copy;
        Status = SessionStatus.Gone;
    }

    /// <summary>Marks the session as one whose commit has failed.</summary>
    public void MarkFaulted(Exception failure) => (Status, Fault) = (SessionStatus.Faulted, failure);

    private void SetRecord(SessionToken token, SessionRecord record, bool keepExpiry = false)
    {
        Status = Status is SessionStatus.Deferred ? SessionStatus.Deferred : SessionStatus.Stored;
        Copy = null;
        _token = token;
        Record = record;
        (Expiry, _ownExpiry, _isExpiryForced) = keepExpiry ? (Expiry, _ownExpiry, _isExpiryForced) : (record.Expiry, null, false);
        SetOwner(record.Owner, record.OwnerScheme, record.SignedInAt);
    }
}
