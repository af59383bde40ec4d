namespace TypedSessions.Sessions;

/// <summary>What a request can do that presents the closed copy of a session that was rotated.</summary>
internal sealed partial class Session
{
    // The copy that was presented, while no session continues from it and none has taken its place.
    private ClosedCopy? _copy;

    // The copy from which the next commit continues.
    private ClosedCopy? _continued;

    private ClosedCopy? Copy => _copy ?? _continued;

    // Whether another user's session is in the store, and cannot be replaced in this request.
    private bool _isHidden;

    // A detached session is empty, drops its changes, and sends no cookie.
    private bool IsDetached => _copy is not null || _isHidden;

    private async ValueTask<ClosedCopy> OpenCopyAsync(
        SessionToken token, SessionRecord record, bool threadWaits, CancellationToken cancellationToken)
    {
        var (successors, canContinue) = await SessionChain.FindLiveAsync(
            record.Closure!, key => AskForRecordAsync(key, threadWaits, cancellationToken));
        return new ClosedCopy(token, record, successors, canContinue);
    }

    private void ContinueFrom(ClosedCopy copy, Rotation rotation)
    {
        _rotation = rotation;
        _owner = copy.Closure.Owner;
        _ownerScheme = copy.Closure.OwnerScheme;
        _expiry = _expiry == SessionExpiry.Default ? copy.Closure.Expiry : _expiry;
        AttachUnderChanges(copy);
    }

    // The request's own changes stay, on top of the copy's values.
    private void AttachUnderChanges(ClosedCopy copy)
    {
        _copy = null;
        _continued = copy;
        _record = null;
        _values.Attach(copy.Record.Values);
        _brought = copy.Record.Values;
    }

    private void GoOnFromSuccessor(StoredSession successor)
    {
        _copy = null;
        Attach(SessionToken.Unknown(successor.Key), successor.Record);
    }

    private async ValueTask ContinueAsync(ClosedCopy copy, CancellationToken cancellationToken)
    {
        ThrowIfTokenCannotBeSent();
        var token = SessionToken.New();
        var changes = BuildChanges(copy.Record, renews: true, continues: true);
        BeginToStore(made: token);
        var result = await RotateOnEngineAsync(copy.Token.Key, token.Key, copy.Record, changes, cancellationToken);
        if (!result.IsGone && await CanStillContinueAsync(copy, cancellationToken))
        {
            EndToStore();
            _continued = null;
            services.Audit.Rotated(copy.Token.Key, token.Key, result.Record);
            GoOnAfter(result.Record, isMerged: result.Outcome is CommitOutcome.Merged);
            _token = token;
            RecordSignIn(result.Record, isSignIn: true);
            SendToken(result.Record);
            return;
        }

        if (!result.IsGone)
        {
            await RemoveChainAsync(token.Key, _owner, static (_, _) => true, cancellationToken);
        }

        EndToStore();
        _values.TakeBack();
        _continued = null;
        await BeginInsteadAsync(copy.Token.Key, cancellationToken);
    }

    // A logout ends the sessions that it finds. One that continues adds itself first, and then requires that the one before still lives.
    private async ValueTask<bool> CanStillContinueAsync(ClosedCopy copy, CancellationToken cancellationToken)
        => (await SessionChain.FindLiveAsync(copy.Closure, key => LoadFreshAsync(key, cancellationToken))).IsFirstLive;

    private ValueTask<SessionRecord?> LoadFreshAsync(SessionKey key, CancellationToken cancellationToken)
        => AskEngineAsync("load", key, static (engine, key, cancel) => engine.LoadFreshAsync(key, cancel), cancellationToken);

    // A rotation of the loaded record found that another request has rotated it.
    private async ValueTask ContinueAfterRotationAsync(SessionRecord closed, CancellationToken cancellationToken)
    {
        var copy = await OpenCopyAsync(Token, closed, threadWaits: false, cancellationToken);
        if (_rotation is Rotation.Adoption && channel.User is { } user && FindSuccessorOf(copy, user) is { } successor)
        {
            await UpdateSuccessorAsync(successor, cancellationToken);
        }
        else if (CanContinue(copy))
        {
            _expiry = _expiry == _record!.Expiry ? copy.Closure.Expiry : _expiry;
            AttachUnderChanges(copy);
            await ContinueAsync(copy, cancellationToken);
        }
        else
        {
            await BeginInsteadAsync(copy.Token.Key, cancellationToken);
        }
    }

    private bool CanContinue(ClosedCopy copy) => _rotation switch
    {
        Rotation.SignIn => copy.CanContinueAs(new AuthenticatedUser(_owner, _ownerScheme!)),
        Rotation.Requested => copy is { CanContinue: true, Closure.WasAnonymous: true },
        _ => false,
    };

    private static StoredSession? FindSuccessorOf(ClosedCopy copy, AuthenticatedUser user)
        => copy.Successors.FirstOrDefault(session => user.IsOwner(session.Record.Owner, session.Record.OwnerScheme)) is { Record: not null } found
            ? found
            : null;

    private async ValueTask UpdateSuccessorAsync(StoredSession successor, CancellationToken cancellationToken)
    {
        _rotation = Rotation.None;
        AttachUnderChanges(SessionToken.Unknown(successor.Key), successor.Record);
        await CommitStoredAsync(successor.Record, cancellationToken);
    }

    // A sign-in begins a session with what the request itself has set. Anything else is dropped.
    private async ValueTask BeginInsteadAsync(SessionKey gone, CancellationToken cancellationToken)
    {
        if (_rotation < Rotation.SignIn)
        {
            MarkAsGone(gone);
            return;
        }

        _record = null;
        _token = null;
        _rotation = Rotation.None;
        _expiry = SessionExpiry.Default;
        _values.Attach(SessionValues.Empty);
        _brought = null;
        await CreateAsync(cancellationToken);
    }

    private void DropChanges()
    {
        if (_owner is not null || _values.IsModified)
        {
            services.Metrics.Committed(CommitResult.Gone);
            MarkAsGone((_copy?.Token ?? Token).Key);
        }
    }
}
