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
    /// <remarks>While a session that was abandoned may still be there, what there is to tell of that one: its holder must be able to end it.</remarks>
    public TokenNotice? Notice => _abandoned is null ? _notice : _noticeOfAbandoned;

    /// <summary>The holder of the token has been told.</summary>
    public void ForgetNotice() => _notice = _noticeOfAbandoned = null;

    /// <inheritdoc/>
    /// <remarks>Saves now, and refuses changes until it is done. Without it everything is saved just before the response starts; there is no need to call it in a request.</remarks>
    public Task CommitAsync(CancellationToken cancellationToken = default)
        => IsAccessed && !IsAsLoaded ? _committing = CommitAfterAsync(_committing, cancellationToken) : Task.CompletedTask;

    // What most requests leave behind: told without waiting. Where something may have been changed in place, only a commit can tell.
    private bool IsAsLoaded => _isLoaded && _record is not null && _views is null && _abandoned is null && _committing.IsCompleted && !IsWorthAWrite(_record);

    // One after the other: where nobody awaits a commit by hand, the one before the response must not rotate or create a second time.
    private async Task CommitAfterAsync(Task previous, CancellationToken cancellationToken)
    {
        await previous.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (IsGone)
        {
            return;
        }

        await LoadAsync(cancellationToken);
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

        await (_record is null ? CommitNewAsync(cancellationToken) : CommitStoredAsync(_record, cancellationToken));
        if (_abandoned is not null)
        {
            await RemoveAbandonedAsync(_abandoned, cancellationToken);
        }
    }

    // The commit before failed while a record was made. Nobody else knows its token: a record that is there is ours, and only the answer was lost.
    private async ValueTask GoOnFromDoubtfulAsync(SessionToken token, CancellationToken cancellationToken)
    {
        var record = await AskForRecordAsync(token.Key, threadWaits: false, cancellationToken);
        _doubtfulToken = null;
        if (record is null)
        {
            return;
        }

        // Where a rotation is not one step, the old record may be there, too.
        if (_record is not null)
        {
            GiveUp(Token);
        }

        _token = token;
        _record = record;
        _isEstablished = false;
        _isRotated = false;
        SendToken(record);
    }

    private async ValueTask CommitNewAsync(CancellationToken cancellationToken)
    {
        if (_isEstablished && channel.MayStore)
        {
            await CreateAsync(cancellationToken);
        }
        else if (_isEstablished)
        {
            services.Log.NoConsent();
        }

        // A token that is merely unknown stays with its holder: a login may just have replaced it, and to take back the one would take back the other.
        if (_record is null && channel.Presented.HasOnlyRefused)
        {
            _notice = TokenNotice.Forget;
        }
    }

    private async ValueTask CreateAsync(CancellationToken cancellationToken)
    {
        var record = BuildRecord(services.Now);
        if (record.HasExpired(record.Created))
        {
            return;
        }

        ThrowIfTokenCannotBeSent();
        for (var draw = 1; !await TryCreateAsync(record, cancellationToken); draw++)
        {
            if (draw == DrawsOfAToken)
            {
                throw new SessionEngineException($"The session engine says of {draw} new keys that they exist. It is not what it should be.");
            }

            _token = null;
        }

        EndToStore();
        services.Metrics.Created(record);
        GoOnAfter(record, isMerged: false);
        SendToken(record);
    }

    private ValueTask<bool> TryCreateAsync(SessionRecord record, CancellationToken cancellationToken)
    {
        BeginToStore(made: Token);
        return AskEngineAsync(
            "create", (Token.Key, record), static (engine, it, cancel) => engine.CreateAsync(it.Key, it.record, cancel), cancellationToken);
    }

    private ValueTask CommitStoredAsync(SessionRecord record, CancellationToken cancellationToken)
    {
        if (_isRotated)
        {
            return RotateAsync(record, cancellationToken);
        }

        return IsWorthAWrite(record) ? UpdateAsync(record, cancellationToken) : default;
    }

    private bool IsWorthAWrite(SessionRecord record) => _values.IsModified || HasStagedChanges || (_isActive && !IsTooLateForRecords && IsWorthRenewing(record));

    private async ValueTask RotateAsync(SessionRecord record, CancellationToken cancellationToken)
    {
        ThrowIfTokenCannotBeSent();
        var token = SessionToken.New();
        var changes = BuildChanges(record, renews: channel.IsActivity);
        BeginToStore(made: token);
        var result = await AskEngineAsync(
            "rotate",
            (Old: Token.Key, New: token.Key, record, changes),
            static (engine, it, cancel) => engine.RotateAsync(it.Old, it.New, it.record, it.changes, cancel),
            cancellationToken);
        if (Survives(result))
        {
            services.Metrics.Rotated();
            _token = token;
            SendToken(result.Record!);
        }
    }

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
        if (Survives(result) && (channel.Presented.AreRecords || MovesTheCookie(record, result.Record!)))
        {
            SendToken(result.Record!);
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
        var deadline = now + services.Settings.AbsoluteLifetime;
        return new SessionRecord
        {
            Values = _values.ToValues(),
            Created = now,
            Expires = services.Settings.ExpiresAt(_expiry, now, deadline),
            Expiry = _expiry,
            Deadline = deadline,
            Owner = _owner,
        };
    }

    // In doubt, what was sent is sent again, whatever it is now.
    private SessionChanges BuildChanges(SessionRecord record, bool renews) => new()
    {
        Values = _values.GetChanges(),
        Clears = _values.IsCleared,
        Expires = RenewedExpires(record),
        Renews = renews,
        Expiry = _expiry,
        ChangesExpiry = _isInDoubt || _expiry != record.Expiry,
        Owner = _owner,
        ChangesOwner = _isInDoubt || _owner != record.Owner,
    };

    private DateTimeOffset RenewedExpires(SessionRecord record)
        => channel.IsActivity || _expiry != record.Expiry
            ? services.Settings.ExpiresAt(_expiry, services.Now, record.Deadline)
            : record.Expires;

    // A renewal waits until a tenth of the window has passed: so that a busy reader does not cost a write a request, and a busy writer neither a cookie nor a change of the expiry's index.
    private bool IsWorthRenewing(SessionRecord record)
        => services.Settings.WindowOf(_expiry) is { } window
            && RenewedExpires(record) - record.Expires is var step
            && (services.Settings.RenewAtOnce ? step > TimeSpan.Zero : step * 10 >= window);

    // A cookie that goes with the browser need not be told of a later end. Any other is, however small the step: many small ones make a window.
    private bool MovesTheCookie(SessionRecord before, SessionRecord after)
        => before.Expiry != after.Expiry
            || (!services.Settings.EndsWithBrowser(after.Expiry) && after.Expires != before.Expires);

    private bool Survives(CommitResult result)
    {
        services.Metrics.Committed(result);
        EndToStore();
        if (result.IsGone)
        {
            services.Log.SessionGone(Token.Key);
            IsGone = true;
            _values.TakeBack();

            // The holder is told nothing. A deletion names no token: one that comes late would take back the cookie of the login that replaced this token.
            _notice = null;
            return false;
        }

        GoOnAfter(result.Record, result.Outcome is CommitOutcome.Merged);
        return true;
    }

    private void GoOnAfter(SessionRecord record, bool isMerged)
    {
        _record = record;
        _expiry = record.Expiry;
        _owner = record.Owner;
        _isEstablished = false;
        _isRotated = false;
        _values.Rebase(record.Values, isMerged);
    }

    // To be removed. Whoever has not been told of it yet may have to be told after all: if that fails.
    private void GiveUp(SessionToken token)
    {
        (_abandoned ??= []).Add(token.Key);
        _noticeOfAbandoned = _notice ?? _noticeOfAbandoned;
        _notice = null;
    }

    // Last, so that no failure can leave the visitor with neither the old session nor the new one.
    private async ValueTask RemoveAbandonedAsync(List<SessionKey> abandoned, CancellationToken cancellationToken)
    {
        ThrowIfTooLateForRecords();
        for (; abandoned.Count > 0; abandoned.RemoveAt(0))
        {
            await AskEngineAsync("remove", abandoned[0], static (engine, key, cancel) => engine.RemoveAsync(key, cancel), cancellationToken);
            services.Metrics.Abandoned();
        }

        _abandoned = null;
        _noticeOfAbandoned = null;
        if (_record is null)
        {
            _notice = TokenNotice.Forget;
        }
    }

    private void SendToken(SessionRecord record)
        => _notice = record.HasExpired(services.Now)
            ? TokenNotice.Forget
            : TokenNotice.Send(Token, services.Settings.EndsWithBrowser(record.Expiry) ? null : record.Expires);
}
