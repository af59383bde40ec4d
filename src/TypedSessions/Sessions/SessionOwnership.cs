using TypedSessions.Diagnostics;

namespace TypedSessions.Sessions;

/// <summary>Keeps a session's owner equal to the user of the request: at sign-ins and sign-outs, and by comparing the two.</summary>
internal sealed class SessionOwnership(SessionServices services, ISessionChannel channel, SessionState state, SessionLoader loader)
{
    // The session that a sign-out has abandoned. A sign-in in the same request turns the two into a rotation.
    private SignedOutSession? _signedOut;
    private bool _isFollowing;

    /// <summary>
    /// Gives the session to a user who signs in, under a new id. The values of an anonymous visitor and of the same user stay.
    /// </summary>
    public void SignIn(AuthenticatedUser user, SessionExpiry? expiry, bool isRefresh)
    {
        RestoreIfSignedOut(user);
        if (state is { Status: SessionStatus.Closed, Copy: { } copy } && copy.CanContinueAs(user))
        {
            state.ContinueFrom(copy, Rotation.SignIn);
        }
        else if (state.IsDetached)
        {
            state.BeginNew();
        }
        else if (state.Record is not null && BelongsToOther(user))
        {
            EndSignIn(state.FollowedSignInKey);
            state.Replace();
        }

        state.SignIn(user, expiry, isRefresh ? Rotation.Refresh : Rotation.SignIn);
    }

    /// <summary>Gives a session that begins in an authenticated request to the request's user.</summary>
    public void SetInitialOwner()
    {
        if (state is { Owner: null, OwnerScheme: null } && channel.User is { } user)
        {
            state.SetOwner(user.Id, user.Scheme, user.SignedInAt);
            if (user.Deferred is { } signIn && signIn.ExpiresAt > services.Now)
            {
                state.Values.Set(DeferredSession.Mark, signIn.Key.ToArray());
            }
        }
    }

    /// <summary>Stores the session that a sign-out is about to abandon.</summary>
    public void BeginSignOut() => _signedOut = new SignedOutSession(
        state.PresentedToken, state.Record, state.Status is SessionStatus.Closed ? state.Copy : null);

    /// <summary>Compares the session's owner with the user of the request, and replaces a session that is another user's.</summary>
    public async ValueTask FollowAsync(AuthenticatedUser user, bool isSynchronous, CancellationToken cancellationToken)
    {
        if (_isFollowing)
        {
            return;
        }

        _isFollowing = true;
        try
        {
            if (state is { Status: SessionStatus.Closed, Copy: { } copy } && copy.FindSuccessor(user) is { } successor)
            {
                state.Attach(SessionToken.Unknown(successor.Key), successor.Record, mayBeStale: !services.HasFreshLoads);
            }

            if (state.Shown is { } record && record.IsOwnedBy(state.Owner, state.OwnerScheme))
            {
                await CompareAsync(record, user);
            }

            if (user.Deferred is { } signIn && signIn.ExpiresAt > services.Now)
            {
                await FollowSignInAsync(signIn, user, isSynchronous, cancellationToken);
            }
        }
        finally
        {
            _isFollowing = false;
        }
    }

    // An owner that the application has set stays, and so does that of a scheme whose user is still authenticated.
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
            // The other scheme may keep its ticket in this session, which must be loaded for it.
            state.MarkLoaded();
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
            state.SetOwner(user.Id, user.Scheme, user.SignedInAt);
            state.Rotate(Rotation.Adoption);
        }
    }

    private void ReplaceSessionOfOther()
    {
        services.Log.SessionOfAnotherUser(state.Token.Key);
        if (channel.CanReplaceSession)
        {
            state.Abandon(state.Token, channel.User, SessionEndCause.OtherUser);
            state.Reset();
        }
        else
        {
            state.Hide();
        }
    }

    // The record of a cross-site sign-in has the previous user's authentication ticket.
    private void EndSignIn(SessionKey? signIn)
    {
        if (signIn is { } key)
        {
            state.Abandon(new AbandonedSession(key, Loaded: null, channel.User, FollowedSignIn: null, Cause: null));
        }
    }

    // An owner that the application has set is compared by id, that of a scheme by both. Users without an id may be different people.
    private bool BelongsToOther(AuthenticatedUser user)
        => state.HasOwner
            && (user.Id is null || state.Owner != user.Id || (state.OwnerScheme is not null && state.OwnerScheme != user.Scheme));

    private void RestoreIfSignedOut(AuthenticatedUser user)
    {
        if (_signedOut is not { } before || state.Record is not null)
        {
            return;
        }

        _signedOut = null;
        var abandoned = Array.Find(state.Abandoned, session => session.Key == before.Token.Key);
        if (abandoned is null || before is { Copy: null, Record: null or { IsAnonymous: true } })
        {
            return;
        }

        state.Abandoned = [.. state.Abandoned.Where(session => session != abandoned)];
        if (before.Copy is { } copy)
        {
            state.Close(copy);
        }
        else if (IsSameUser(before.Record!, user))
        {
            state.AttachUnderChanges(before.Token, before.Record!);
        }
        else
        {
            state.Replace(before.Token, before.Record!);
            EndSignIn(abandoned.FollowedSignIn);
        }
    }

    private static bool IsSameUser(SessionRecord record, AuthenticatedUser user)
        => user.Id is not null && record.Owner == user.Id && (record.OwnerScheme is null || record.OwnerScheme == user.Scheme);

    // Followed once: the session stores the sign-in's key, because parallel and later requests carry the same ticket.
    private async ValueTask FollowSignInAsync(
        DeferredSession signIn, AuthenticatedUser user, bool isSynchronous, CancellationToken cancellationToken)
    {
        if (!channel.CanReplaceSession || channel.IsCookieWithheld || state.FollowedSignInKey == signIn.Key)
        {
            return;
        }

        var record = await loader.LoadRecordAsync(signIn.Key, isSynchronous, cancellationToken);
        var values = record is { IsClosed: false } && user.IsOwner(record.Owner, record.OwnerScheme) ? record.Values : SessionValues.Empty;
        var isInBrowser = state.Record is not null && state.Token.IsKnown;
        if (values.Count == 0 && !isInBrowser)
        {
            return;
        }

        if (state.IsDetached)
        {
            state.BeginNew();
        }

        foreach (var (key, value) in values)
        {
            state.Values.Set(key, value);
        }

        state.Values.Set(DeferredSession.Mark, signIn.Key.ToArray());
        state.Follow(new FollowedSignIn(signIn, HasValues: values.Count > 0));
        if (isInBrowser)
        {
            state.Rotate(Rotation.Adoption);
        }

        state.MarkAccessed(channel);
    }

    private sealed record SignedOutSession(SessionToken Token, SessionRecord? Record, ClosedCandidate? Copy);
}
