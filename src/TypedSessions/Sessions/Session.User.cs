using TypedSessions.Diagnostics;

namespace TypedSessions.Sessions;

/// <summary>How the session follows the user: sign-ins, sign-outs, and the comparison of its owner with the user of the request.</summary>
internal sealed partial class Session
{
    // What a sign-out has abandoned, for a sign-in in the same request that makes a rotation of the two.
    private SignedOutSession? _signedOut;

    // Whether the sign-in renews a login that exists, which does not begin the absolute lifetime again.
    private bool _isRefresh;

    // Whether the session is that of a cross-site sign-in, which is stored apart from the browser's own.
    private bool _isDeferred;

    // The cross-site sign-in that this session follows with the next commit, and whether it takes values from that one's record.
    private DeferredSession? _followed;
    private bool _takesSignInValues;

    private bool _isFollowing;

    /// <summary>Gets whether the session is loaded and its owner was compared with the user.</summary>
    public bool IsLoaded => _isLoaded;

    /// <summary>Gets whether the session belongs to a user, or was closed while it did.</summary>
    public bool HasOwner => _copy is not null || _owner is not null || _ownerScheme is not null;

    /// <summary>
    /// Makes the session that of a user who signs in, under a new id. The values of an anonymous visitor and of the same user stay.
    /// </summary>
    /// <param name="user">The user.</param>
    /// <param name="expiry">The session's new expiry; <see langword="null"/> to keep the one that it has.</param>
    /// <param name="isRefresh">Whether this is no new sign-in, but one of the same login once more.</param>
    public void SignIn(AuthenticatedUser user, SessionExpiry? expiry, bool isRefresh)
    {
        ThrowIfUnchangeable();
        Access();
        ThrowIfCannotRotate();
        RestoreIfSignedOut(user);
        if (_copy is { } copy && copy.CanContinueAs(user))
        {
            ContinueFrom(copy, Rotation.SignIn);
        }
        else if (_copy is not null || _isHidden)
        {
            BeginAfterDetached();
        }
        else if (_record is not null && BelongsToOther(user))
        {
            Replace();
        }

        if (_record is not null || _continued is not null)
        {
            _rotation = _rotation is Rotation.Replacement ? _rotation : Rotation.SignIn;
            _isRefresh = isRefresh && _rotation is Rotation.SignIn;
        }

        _owner = user.Id;
        _ownerScheme = user.Scheme;
        _expiry = expiry ?? _expiry;
    }

    /// <summary>Ends the session of a user who signs out.</summary>
    public void SignOut()
    {
        var signedOut = new SignedOutSession(_copy?.Token ?? Token, _record, _copy);
        End(SessionEndCause.SignedOut);
        _signedOut = signedOut;
    }

    /// <summary>
    /// Makes this the session of a sign-in whose request could not reach the browser's own:
    /// what is set in it is stored under a token that the login carries, and no cookie is sent.
    /// </summary>
    public void Defer(SessionToken token, AuthenticatedUser user, DateTimeOffset expiresAt)
    {
        ThrowIfUnchangeable();
        Access();
        _token = token;
        _isDeferred = true;
        _owner = user.Id;
        _ownerScheme = user.Scheme;
        _expiry = SessionExpiry.At(expiresAt);
    }

    /// <summary>Compares the session's owner with the user of the request, and replaces a session that is another user's.</summary>
    public ValueTask FollowUserAsync(bool threadWaits, CancellationToken cancellationToken)
        => _isFollowing || _isDeferred || channel.User is not { } user ? default : FollowAsync(user, threadWaits, cancellationToken);

    private async ValueTask FollowAsync(AuthenticatedUser user, bool threadWaits, CancellationToken cancellationToken)
    {
        _isFollowing = true;
        try
        {
            if (_copy is { } copy && FindSuccessorOf(copy, user) is { } successor)
            {
                GoOnFromSuccessor(successor);
            }

            if (_record is not null && _rotation is not Rotation.Replacement && _record.IsOwnedBy(_owner, _ownerScheme))
            {
                await CompareAsync(_record, user);
            }

            if (user.Deferred is { } deferred && deferred.ExpiresAt > services.Now)
            {
                await FollowDeferredAsync(deferred, user, threadWaits, cancellationToken);
            }
        }
        finally
        {
            _isFollowing = false;
        }
    }

    // An owner that the application set, or that a scheme set whose user is still authenticated, is left alone.
    private async ValueTask CompareAsync(SessionRecord record, AuthenticatedUser user)
    {
        if (record.IsAnonymous)
        {
            Adopt(user);
            return;
        }

        if (record.OwnerScheme is not { } scheme)
        {
            return;
        }

        if (scheme != user.Scheme)
        {
            // The other scheme may keep its ticket in this session, and must find it loaded.
            _isLoaded = true;
            user = await channel.AuthenticateAsync(scheme) ?? user;
        }

        if (!user.IsOwner(record.Owner, scheme))
        {
            ReplaceSessionOfOther();
        }
    }

    private void Adopt(AuthenticatedUser user)
    {
        if (channel.CanReplaceSession)
        {
            _owner = user.Id;
            _ownerScheme = user.Scheme;
            _rotation = _rotation is Rotation.None ? Rotation.Adoption : _rotation;
        }
    }

    private void ReplaceSessionOfOther()
    {
        services.Log.SessionOfAnotherUser(Token.Key);
        ForgetViews();
        var mayReplace = channel.CanReplaceSession;
        if (mayReplace)
        {
            GiveUp(Token, SessionEndCause.OtherUser);
        }

        StartOver();
        _isHidden = !mayReplace;
    }

    private void Replace()
    {
        ForgetViews();
        EndSignIn(FollowedSignIn);
        _values.Clear();
        _brought = null;
        _expiry = SessionExpiry.Default;
        _rotation = Rotation.Replacement;
    }

    // The record of a cross-site sign-in keeps the login of the user before.
    private void EndSignIn(SessionKey? signIn)
    {
        if (signIn is { } key)
        {
            (_abandoned ??= []).Add(new AbandonedSession(key, Loaded: null, channel.User, FollowedSignIn: null, Cause: null));
        }
    }

    // The application's own owner counts by its id, that of a scheme by both. Two users without an id may be two persons.
    private bool BelongsToOther(AuthenticatedUser user)
        => HasOwner && (user.Id is null || _owner != user.Id || (_ownerScheme is not null && _ownerScheme != user.Scheme));

    private void BeginAfterDetached()
    {
        _copy = null;
        _isHidden = false;
        _token = null;
        _expiry = SessionExpiry.Default;
    }

    private void RestoreIfSignedOut(AuthenticatedUser user)
    {
        if (_signedOut is not { } before || _record is not null)
        {
            return;
        }

        _signedOut = null;
        var staged = _abandoned?.Find(session => session.Key == before.Token.Key);
        if (staged is null || (before.Copy is null && before.Record is null or { IsAnonymous: true }))
        {
            return;
        }

        _abandoned!.Remove(staged);
        if (_abandoned.Count == 0)
        {
            _abandoned = null;
            _notice ??= _noticeOfAbandoned;
        }

        _copy = before.Copy;
        if (before.Record is { } record)
        {
            if (!IsSameUser(record, user))
            {
                (_token, _record, _rotation) = (before.Token, record, Rotation.Replacement);
                EndSignIn(staged.FollowedSignIn);
                return;
            }

            AttachUnderChanges(before.Token, record);
        }
    }

    private static bool IsSameUser(SessionRecord record, AuthenticatedUser user)
        => user.Id is not null && record.Owner == user.Id && (record.OwnerScheme is null || record.OwnerScheme == user.Scheme);

    // Once: the session remembers the sign-in, because parallel requests and later ones carry the same login.
    private async ValueTask FollowDeferredAsync(
        DeferredSession deferred, AuthenticatedUser user, bool threadWaits, CancellationToken cancellationToken)
    {
        if (!channel.CanReplaceSession || channel.IsCookieWithheld || FollowedSignIn == deferred.Key)
        {
            return;
        }

        var record = await AskForRecordAsync(deferred.Key, threadWaits, cancellationToken);
        var values = record is { IsClosed: false } && user.IsOwner(record.Owner, record.OwnerScheme) ? record.Values : SessionValues.Empty;
        if (values.Count == 0 && !(_record is not null && Token.IsKnown))
        {
            return;
        }

        if (IsDetached)
        {
            BeginAfterDetached();
        }

        foreach (var (key, value) in values)
        {
            _values.Set(key, value);
        }

        _values.Set(DeferredSession.Mark, deferred.Key.ToArray());
        _followed = deferred;
        _takesSignInValues = values.Count > 0;
        _expiry = deferred.Expiry ?? _expiry;
        if (_record is not null && Token.IsKnown && _rotation is Rotation.None)
        {
            _rotation = Rotation.Adoption;
        }

        MarkAccessed();
    }

    // A removal of the user's sessions ends the sign-in's record, and then the sessions that follow it and are stored by then.
    private async ValueTask EndIfSignInHasEndedAsync(DeferredSession signIn, CancellationToken cancellationToken)
    {
        var record = await LoadFreshAsync(signIn.Key, cancellationToken);
        if (record is null && services.Now < signIn.ExpiresAt)
        {
            await RemoveChainAsync(Token.Key, _owner, static (_, _) => true, cancellationToken);
            MarkAsGone(Token.Key);
        }
    }

    private SessionKey? FollowedSignIn => _values.TryGet(DeferredSession.Mark, out var mark) ? DeferredSession.ReadMark(mark) : null;

    private sealed record SignedOutSession(SessionToken Token, SessionRecord? Record, ClosedCopy? Copy);
}
