using TypedSessions.Diagnostics;

namespace TypedSessions.Sessions;

/// <summary>Runs one commit: stores the changes, ends abandoned sessions, and returns the change of the cookie.</summary>
internal sealed partial class SessionCommit(
    SessionServices services,
    ISessionChannel channel,
    SessionState state,
    SessionGuards guards,
    RecordChanges changes,
    SessionLoader loader)
{
    private CookieAction? _cookie;

    private InstrumentedSessionEngine Engine => channel.Presented.Engine;

    /// <summary>Commits.</summary>
    /// <returns>The change of the cookie; <see langword="null"/> for none.</returns>
    /// <exception cref="SessionEngineException">The engine failed, and it is not known whether the changes are stored.</exception>
    /// <exception cref="SessionRefusedException">A sign-in's session was ended by others, or a value cannot be merged.</exception>
    public async ValueTask<CookieAction?> RunAsync(CancellationToken cancellationToken)
    {
        var followed = state.Followed;
        if (changes.Id is { IsDue: true })
        {
            state.Rotate(Rotation.Renewal);
        }

        await SaveAsync(cancellationToken);
        if (followed is { HasValues: true } && state is { Record: not null, Status: not SessionStatus.Gone })
        {
            await EndIfSignInHasEndedAsync(followed.SignIn, cancellationToken);
        }

        if (state.Abandoned.Length > 0)
        {
            await EndAbandonedAsync(cancellationToken);
        }

        return state.Status is SessionStatus.Gone ? null : _cookie;
    }

    // If another request has rotated the session first, the resulting state is saved instead.
    private ValueTask SaveAsync(CancellationToken cancellationToken) => state switch
    {
        { Status: SessionStatus.Continuing, Copy: { } copy } => ContinueAsync(copy, cancellationToken),
        { IsDetached: true } => DropChanges(),
        { Record: null } => SaveNewAsync(cancellationToken),
        { Rotation: not Rotation.None, Record: { } record } => RotateAsync(record, cancellationToken),
        { Record: { } record } when changes.NeedsWrite => changes.HasOnlyUse
            ? new LastSeen(services, channel, state, changes).StoreAsync(record, cancellationToken)
            : UpdateAsync(record, cancellationToken),
        _ => default,
    };

    private ValueTask DropChanges()
    {
        if (state.Owner is not null || state.Values.IsModified)
        {
            services.Metrics.Committed(CommitResult.Gone);
            MarkGone(state.PresentedToken.Key);
        }

        return default;
    }

    private async ValueTask SaveNewAsync(CancellationToken cancellationToken)
    {
        if (state.IsToBeCreated && channel.CanStore)
        {
            await CreateAsync(cancellationToken);
        }
        else if (state.IsToBeCreated)
        {
            services.Log.NoConsent();
        }
        else if (state.Abandoned.Length == 0)
        {
            services.Log.NothingToStore();
        }

        // The cookie of a well-formed but unknown token stays, because a sign-in may just have replaced it.
        if (state is { Record: null, Status: SessionStatus.New } && channel.Presented.HasOnlyRefused)
        {
            _cookie = CookieAction.Delete;
        }
    }

    private async ValueTask CreateAsync(CancellationToken cancellationToken)
    {
        loader.Ownership.SetInitialOwner();
        var record = changes.BuildRecord();
        if (record.HasExpired(record.CreatedAt))
        {
            return;
        }

        var isDeferred = state.Status is SessionStatus.Deferred;
        if (!isDeferred)
        {
            guards.ThrowIfTokenCannotBeSent();
        }

        var token = await new RecordCreation(services, state, channel).RunAsync(record, cancellationToken);
        services.Metrics.Created(record);
        services.Log.Created(token.Key, record.ExpiresAt);
        services.Audit.Created(token.Key, record);
        Accept(token, record, isSignIn: true);
        if (channel.IsCookieWithheld && !isDeferred)
        {
            services.Log.BegunByCrossSiteRequest(token.Key);
        }
    }

    private async ValueTask UpdateAsync(SessionRecord record, CancellationToken cancellationToken)
    {
        guards.ThrowIfTooLateForRecords();
        var update = changes.Build(record, changes.ShouldRenew(record));
        var result = await Engine.UpdateAsync(state.Token.Key, record, update, cancellationToken);
        if (result.IsGone && await TryFollowRenewalAsync(cancellationToken))
        {
            return;
        }

        if (result.Outcome is CommitOutcome.Conflict)
        {
            state.Values.ForgetViews();
            state.Attach(state.Token, result.Record!, mayBeStale: false);
        }

        services.Record(result, state.Token.Key);
        if (!result.IsStored)
        {
            MarkGone(state.Token.Key);
            return;
        }

        var stored = result.Record;
        state.Accept(state.Token, stored);
        services.Log.Updated(state.Token.Key, update, stored.ExpiresAt);
        if (channel.Presented.AreRecords || changes.HasCookieExpiryChanged(record, stored))
        {
            SetCookie(stored);
        }
    }

    private void Accept(SessionToken token, SessionRecord record, bool isSignIn)
    {
        state.Accept(token, record);
        if (isSignIn && !record.IsAnonymous)
        {
            services.Audit.SignedIn(token.Key, record);
        }

        SetCookie(record);
    }

    // A session that was found by its key has a token that is not known here; the browser got it from another response.
    private void SetCookie(SessionRecord record)
    {
        if (state.Status is not SessionStatus.Deferred && (state.Token.IsKnown || channel.Presented.AreRecords))
        {
            _cookie = record.HasExpired(services.Now)
                ? CookieAction.Delete
                : new CookieAction(state.Token, services.Options.IsWithBrowser(record.Expiry) ? null : record.ExpiresAt);
        }
    }

    // No cookie is sent: a deletion that arrives late would delete the cookie of the login that replaced this token.
    private void MarkGone(SessionKey key)
    {
        services.Log.SessionGone(key);
        state.MarkGone();
    }

    // Runs last, so that no failure can leave the visitor with neither the old session nor the new one.
    private async ValueTask EndAbandonedAsync(CancellationToken cancellationToken)
    {
        guards.ThrowIfTooLateForRecords();
        await new AbandonedSessions(services, state, Engine).EndAsync(cancellationToken);
        if (state.Record is null)
        {
            _cookie = CookieAction.Delete;
        }
    }

    // A removal of the user's sessions ends the sign-in's record, and then the sessions that follow it and are stored by then.
    private async ValueTask EndIfSignInHasEndedAsync(DeferredSession signIn, CancellationToken cancellationToken)
    {
        if (services.Now < signIn.ExpiresAt && await Engine.LoadFreshAsync(signIn.Key, cancellationToken) is null)
        {
            await RemoveChainAsync(state.Token.Key, cancellationToken);
            MarkGone(state.Token.Key);
        }
    }

    private ValueTask<List<EndedSession>> RemoveChainAsync(SessionKey key, CancellationToken cancellationToken)
        => SessionChain.RemoveAsync(Engine, key, state.Record, static (_, _) => true, cancellationToken);
}
