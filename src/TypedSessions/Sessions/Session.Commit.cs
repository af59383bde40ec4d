using TypedSessions.Diagnostics;

namespace TypedSessions.Sessions;

/// <summary>What becomes of the changes.</summary>
internal sealed partial class Session
{
    // 2^256 tokens: a second draw is for an engine that says "exists" of what it does not have.
    private const int DrawsOfAToken = 3;

    private Task _committing = Task.CompletedTask;

    // Whether the engine was asked to store something and has not answered: it may be stored.
    private bool _isInDoubt;

    // The token of the record that it was to make. Kept where it failed, because the record may be there.
    private SessionToken? _doubtfulToken;

    // What is to be told of the session as it is now; and what was still to be told of the one that was abandoned for it.
    private TokenNotice? _notice;
    private TokenNotice? _noticeOfAbandoned;

    /// <summary>Whether the session was ended by others while this request or job used it, so that its changes are lost.</summary>
    public bool IsGone { get; private set; }

    /// <summary>What the holder of the token has to be told, as of the last commit; <see langword="null"/> for nothing.</summary>
    /// <remarks>
    /// While a session that was abandoned may still be there, what there is to tell of that one: its holder must be able to end it.
    /// </remarks>
    public TokenNotice? Notice => _abandoned is null ? _notice : _noticeOfAbandoned;

    /// <summary>The holder of the token has been told.</summary>
    public void ForgetNotice() => _notice = _noticeOfAbandoned = null;

    /// <inheritdoc/>
    /// <remarks>
    /// Saves now, and refuses changes until it is done. Without it everything is saved
    /// just before the response starts; there is no need to call it in a request.
    /// </remarks>
    public Task CommitAsync(CancellationToken cancellationToken = default)
        => IsAccessed && !IsAsLoaded ? _committing = CommitAfterAsync(_committing, cancellationToken) : Task.CompletedTask;

    // What most requests leave behind: told without waiting. Where something may have been changed in place, only a commit can tell.
    private bool IsAsLoaded
        => _isLoaded && _record is not null && _views is null && _abandoned is null && _committing.IsCompleted && !IsWorthAWrite(_record);

    // One after the other: where nobody awaits a commit by hand, the one before the response must not rotate or create a second time.
    private async Task CommitAfterAsync(Task previous, CancellationToken cancellationToken)
    {
        await previous.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (IsGone)
        {
            return;
        }

        await LoadAsync(cancellationToken);
        await FollowUserAsync(threadWaits: false, cancellationToken);
        CaptureViews();
        _isBeingSaved = true;
        try
        {
            await SaveAsync(cancellationToken);
        }
        finally
        {
            _isBeingSaved = false;
        }
    }

    private async ValueTask SaveAsync(CancellationToken cancellationToken)
    {
        if (_doubtfulToken is { } token)
        {
            await GoOnFromDoubtfulAsync(token, cancellationToken);
        }

        var signIn = _takesSignInValues ? _followed : null;
        await (_record is null ? CommitNewAsync(cancellationToken) : CommitStoredAsync(_record, cancellationToken));
        if (signIn is not null && _record is not null && !IsGone)
        {
            await EndIfSignInHasEndedAsync(signIn, cancellationToken);
        }

        if (_abandoned is not null)
        {
            await RemoveAbandonedAsync(_abandoned, cancellationToken);
        }
    }

    // The commit before failed while a record was made. Nobody else knows its token:
    // a record that is there is ours, and only the answer was lost.
    private async ValueTask GoOnFromDoubtfulAsync(SessionToken token, CancellationToken cancellationToken)
    {
        var record = await AskForRecordAsync(token.Key, threadWaits: false, cancellationToken);
        if (record is null)
        {
            _doubtfulToken = null;
            return;
        }

        // If the session that took the copy's place has ended, continuing once more finds the same, and gives up.
        if (_continued is { } copy && !await CanStillContinueAsync(copy, cancellationToken))
        {
            await RemoveChainAsync(token.Key, _owner, static (_, _) => true, cancellationToken);
            _doubtfulToken = null;
            return;
        }

        _doubtfulToken = null;

        // Where a rotation is not one step, the old record may be there, too.
        if (_record is not null)
        {
            GiveUp(Token, SessionEndCause.Abandoned);
        }

        _token = token;
        _record = record;
        _continued = null;
        _rotation = Rotation.None;
        SendToken(record);
    }

    private async ValueTask CommitNewAsync(CancellationToken cancellationToken)
    {
        if (_continued is { } copy)
        {
            await ContinueAsync(copy, cancellationToken);
        }
        else if (IsDetached)
        {
            DropChanges();
        }
        else if (IsToBeCreated && channel.MayStore)
        {
            await CreateAsync(cancellationToken);
        }
        else if (IsToBeCreated)
        {
            services.Log.NoConsent();
        }
        else if (_abandoned is null)
        {
            services.Log.NothingToStore();
        }

        // A token that is merely unknown stays with its holder: a login may just have
        // replaced it, and to take back the one would take back the other.
        if (_record is null && !_isDeferred && channel.Presented.HasOnlyRefused)
        {
            _notice = TokenNotice.Forget;
        }
    }

    private async ValueTask CreateAsync(CancellationToken cancellationToken)
    {
        SetOwnerOfNew();
        var record = BuildRecord(services.Now);
        if (record.HasExpired(record.Created))
        {
            return;
        }

        if (!_isDeferred)
        {
            ThrowIfTokenCannotBeSent();
        }

        for (var draw = 1; !await TryCreateAsync(record, cancellationToken); draw++)
        {
            if (draw == DrawsOfAToken)
            {
                throw new SessionEngineException(
                    $"The session engine says of {draw} new keys that they exist. It is not what it should be.");
            }

            _token = null;
        }

        EndToStore();
        services.Metrics.Created(record);
        services.Log.Created(Token.Key, record.Expires);
        GoOnAfter(record, isMerged: false);
        RecordSignIn(record, isSignIn: true);
        SendToken(record);
        if (channel.IsCookieWithheld && !_isDeferred)
        {
            services.Log.BegunByCrossSiteRequest(Token.Key);
        }
    }

    // A session that begins under an authenticated user is theirs at once.
    private void SetOwnerOfNew()
    {
        if (_owner is null && _ownerScheme is null && channel.User is { } user)
        {
            _owner = user.Id;
            _ownerScheme = user.Scheme;
            if (user.Deferred is { } signIn && signIn.ExpiresAt > services.Now)
            {
                _values.Set(DeferredSession.Mark, signIn.Key.ToArray());
            }
        }
    }

    private ValueTask<bool> TryCreateAsync(SessionRecord record, CancellationToken cancellationToken)
    {
        BeginToStore(made: Token);
        return AskEngineAsync(
            "create", (Token.Key, record), static (engine, it, cancel) => engine.CreateAsync(it.Key, it.record, cancel), cancellationToken);
    }

    private ValueTask CommitStoredAsync(SessionRecord record, CancellationToken cancellationToken)
    {
        if (_rotation is not Rotation.None)
        {
            return RotateAsync(record, cancellationToken);
        }

        return IsWorthAWrite(record) ? UpdateAsync(record, cancellationToken) : default;
    }

    private bool IsWorthAWrite(SessionRecord record)
        => _values.IsModified || HasStagedChanges || (_isActive && !IsTooLateForRecords && IsWorthRenewing(record));

    private async ValueTask RotateAsync(SessionRecord record, CancellationToken cancellationToken)
    {
        ThrowIfTokenCannotBeSent();
        var token = SessionToken.New();
        var changes = BuildChanges(record, renews: channel.IsActivity);
        BeginToStore(made: token);
        var result = await RotateOnEngineAsync(Token.Key, token.Key, record, changes, cancellationToken);
        if (result.Outcome is CommitOutcome.Closed || (result.IsGone && CanBeginInstead(record)))
        {
            services.Metrics.Committed(result);
            EndToStore();
            _values.TakeBack();
            if (_rotation is Rotation.Replacement)
            {
                GiveUp(Token, SessionEndCause.OtherUser);
            }

            await (result.Record is { } closed ? ContinueAfterRotationAsync(closed, cancellationToken) : BeginInsteadAsync(Token.Key, cancellationToken));
            return;
        }

        var (isSignIn, isReplaced) = (_rotation is Rotation.SignIn, _rotation is Rotation.Replacement);
        if (Survives(result))
        {
            RecordRotation(Token.Key, token.Key, record, result.Record!, isReplaced);
            _token = token;
            RecordSignIn(result.Record!, changes.ChangesOwner || (isSignIn && !_isRefresh));
            SendToken(result.Record!);
        }
        else if (isSignIn)
        {
            throw new SessionRefusedException(
                $"The sign-in was refused: session {Token.Key} of the user who signs in was ended by another request. Sign in again.");
        }
    }

    private bool CanBeginInstead(SessionRecord gone)
        => _rotation is Rotation.Replacement || (_rotation is Rotation.SignIn && gone.IsAnonymous);

    private ValueTask<CommitResult> RotateOnEngineAsync(
        SessionKey old, SessionKey renewed, SessionRecord record, SessionChanges changes, CancellationToken cancellationToken)
        => AskEngineAsync(
            "rotate",
            (Old: old, New: renewed, record, changes),
            static (engine, it, cancel) => engine.RotateAsync(it.Old, it.New, it.record, it.changes, cancel),
            cancellationToken);

    private async ValueTask UpdateAsync(SessionRecord record, CancellationToken cancellationToken)
    {
        ThrowIfTooLateForRecords();
        var changes = BuildChanges(record, IsWorthRenewing(record));
        BeginToStore(made: null);
        var result = await AskEngineAsync(
            "update",
            (Token.Key, record, changes),
            static (engine, it, cancel) => engine.UpdateAsync(it.Key, it.record, it.changes, cancel),
            cancellationToken);
        if (!Survives(result))
        {
            return;
        }

        RecordUpdate(changes, result.Record!);
        if (channel.Presented.AreRecords || MovesTheCookie(record, result.Record!))
        {
            SendToken(result.Record!);
        }
    }

    private void RecordUpdate(SessionChanges changes, SessionRecord record)
    {
        if (changes.IsTouch)
        {
            services.Log.Renewed(Token.Key, record.Expires);
        }
        else
        {
            services.Log.Committed(Token.Key, changes.Values.Length, record.Expires);
        }
    }

    private void RecordRotation(SessionKey old, SessionKey renewed, SessionRecord before, SessionRecord after, bool isReplaced)
    {
        if (isReplaced)
        {
            services.Audit.Ended(old, before.Owner, SessionEndCause.OtherUser);
        }
        else
        {
            services.Audit.Rotated(old, renewed, after);
        }
    }

    private void RecordSignIn(SessionRecord record, bool isSignIn)
    {
        if (isSignIn && !record.IsAnonymous)
        {
            services.Audit.SignedIn(Token.Key, record);
        }
    }

    // From here until the engine has answered nobody knows what is stored.
    private void BeginToStore(SessionToken? made)
    {
        _isInDoubt = true;
        _doubtfulToken = made;
        _values.HandOut();
    }

    private void EndToStore()
    {
        _isInDoubt = false;
        _doubtfulToken = null;
    }

    private SessionRecord BuildRecord(DateTimeOffset now)
    {
        var deadline = now + services.Options.AbsoluteLifetime;
        return new SessionRecord
        {
            Values = _values.ToValues(),
            Created = now,
            Expires = services.Options.GetExpiresAt(_expiry, now, deadline),
            Expiry = _expiry,
            Deadline = deadline,
            Owner = _owner,
            OwnerScheme = _ownerScheme,
        };
    }

    // If the last write's outcome is unknown, everything is sent again. A session
    // that continues from a copy has the copy's fixed end until it is set.
    private SessionChanges BuildChanges(SessionRecord record, bool renews, bool continues = false)
    {
        var deadline = DeadlineAfterCommit(record);
        var replaces = _rotation is Rotation.Replacement;
        return new SessionChanges
        {
            Values = _values.GetChanges(),
            Clears = _values.IsCleared || replaces,
            Created = replaces ? services.Now : null,
            Expires = RenewedExpires(record, deadline),
            Renews = renews,
            Expiry = _expiry,
            ChangesExpiry = continues || _isInDoubt || HasNewExpiry(record),
            Owner = _owner,
            OwnerScheme = _ownerScheme,
            ChangesOwner = _isInDoubt || !record.IsOwnedBy(_owner, _ownerScheme),
            Deadline = deadline,
            ChangesDeadline = deadline != record.Deadline,
            RotationGrace = replaces ? TimeSpan.Zero : services.Options.RotationGrace,
        };
    }

    // The absolute lifetime begins again with a sign-in, and with no other rotation.
    private DateTimeOffset? DeadlineAfterCommit(SessionRecord record)
    {
        if (_rotation >= Rotation.SignIn && !_isRefresh)
        {
            return services.Now + services.Options.AbsoluteLifetime;
        }

        return _followed is { } signIn ? signIn.SignedInAt + services.Options.AbsoluteLifetime : record.Deadline;
    }

    private bool HasNewExpiry(SessionRecord record) => _storesExpiry || _rotation is Rotation.Replacement || _expiry != record.Expiry;

    private DateTimeOffset RenewedExpires(SessionRecord record, DateTimeOffset? deadline)
        => channel.IsActivity || HasNewExpiry(record) || record.IsClosed
            ? services.Options.GetExpiresAt(_expiry, services.Now, deadline)
            : record.Expires;

    // A renewal waits until a tenth of the window has passed: so that a busy reader does not cost
    // a write a request, and a busy writer neither a cookie nor a change of the expiry's index.
    private bool IsWorthRenewing(SessionRecord record)
        => services.Options.GetWindow(_expiry) is { } window
            && RenewedExpires(record, record.Deadline) - record.Expires is var step
            && (services.Options.RenewOnEveryRequest ? step > TimeSpan.Zero : step * 10 >= window);

    // A cookie that goes with the browser need not be told of a later end. Any other
    // is, however small the step: many small ones make a window.
    private bool MovesTheCookie(SessionRecord before, SessionRecord after)
        => before.Expiry != after.Expiry
            || (!services.Options.IsWithBrowser(after.Expiry) && after.Expires != before.Expires);

    private bool Survives(CommitResult result)
    {
        services.Metrics.Committed(result);
        EndToStore();
        if (result.IsGone)
        {
            _values.TakeBack();
            MarkAsGone(Token.Key);
            return false;
        }

        GoOnAfter(result.Record, result.Outcome is CommitOutcome.Merged);
        return true;
    }

    // No cookie is sent. A deletion names no token: one that arrives late would end the login that replaced this token.
    private void MarkAsGone(SessionKey key)
    {
        services.Log.SessionGone(key);
        IsGone = true;
        _notice = null;
    }

    private void GoOnAfter(SessionRecord record, bool isMerged)
    {
        _record = record;
        _expiry = record.Expiry;
        _owner = record.Owner;
        _ownerScheme = record.OwnerScheme;
        _storesExpiry = false;
        _rotation = Rotation.None;
        _followed = null;
        _values.Rebase(record.Values, isMerged);
    }

    // To be removed. Whoever has not been told of it yet may have to be told after all: if that fails.
    private void GiveUp(SessionToken token, SessionEndCause cause)
    {
        (_abandoned ??= []).Add(new AbandonedSession(token.Key, Copy is null ? _record : null, channel.User, FollowedSignIn, cause));
        _noticeOfAbandoned = _notice ?? _noticeOfAbandoned;
        _notice = null;
    }

    // Last, so that no failure can leave the visitor with neither the old session nor the new one.
    private async ValueTask RemoveAbandonedAsync(List<AbandonedSession> abandoned, CancellationToken cancellationToken)
    {
        ThrowIfTooLateForRecords();
        for (; abandoned.Count > 0; abandoned.RemoveAt(0))
        {
            await RemoveAsync(abandoned[0], cancellationToken);
        }

        _abandoned = null;
        _noticeOfAbandoned = null;
        if (_record is null)
        {
            _notice = TokenNotice.Forget;
        }
    }

    // What is not there was rotated or ended by another request, or it is a closed copy. The session that has begun since is spared.
    private async ValueTask RemoveAsync(AbandonedSession session, CancellationToken cancellationToken)
    {
        var spared = _record is null ? default : Token.Key;
        var ended = await RemoveChainAsync(
            session.Key, session.Loaded?.Owner, (key, record) => key != spared && session.CanEnd(record), cancellationToken);
        if (session.Cause is { } cause)
        {
            ended.ForEach(it => services.Audit.Ended(it.Key, it.Owner, cause));
        }

        if (session.FollowedSignIn is { } signIn)
        {
            await AskEngineAsync("remove", signIn, static (engine, key, cancel) => engine.RemoveAsync(key, cancel), cancellationToken);
        }
    }

    private ValueTask<List<EndedSession>> RemoveChainAsync(
        SessionKey key, string? owner, Func<SessionKey, SessionRecord, bool> canEnd, CancellationToken cancellationToken)
        => AskEngineAsync(
            "remove",
            (key, owner, canEnd),
            static (engine, it, cancel) => SessionChain.RemoveAsync(engine, it.key, it.owner, it.canEnd, cancel),
            cancellationToken);

    // The token of a session that was found by its key is not known, and the browser has got it from another response.
    private void SendToken(SessionRecord record)
    {
        if (_isDeferred || !(Token.IsKnown || channel.Presented.AreRecords))
        {
            return;
        }

        _notice = record.HasExpired(services.Now)
            ? TokenNotice.Forget
            : TokenNotice.Send(Token, services.Options.IsWithBrowser(record.Expiry) ? null : record.Expires);
    }
}
