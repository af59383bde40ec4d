namespace TypedSessions.Sessions;

/// <summary>Commits under a new id.</summary>
internal sealed partial class SessionCommit
{
    private async ValueTask RotateAsync(SessionRecord record, CancellationToken cancellationToken)
    {
        guards.ThrowIfTokenCannotBeSent();
        var (old, token, rotation) = (state.Token.Key, SessionToken.NewAfter(state.Token.Key, state.Owner, Engine), state.Rotation);
        var update = changes.Build(record, channel.IsActivity);
        var result = await RotateAsync(old, token, record, update, cancellationToken);
        if (result.IsStored)
        {
            RecordRotation(old, token.Key, record, result.Record);
            var isSignIn = update.HasOwner || rotation is Rotation.SignIn;
            Accept(token, result.Record, isSignIn);
        }
        else if (result.Outcome is CommitOutcome.Closed || CanBeginInstead(record))
        {
            await SaveInsteadAsync(result.Record, cancellationToken);
        }
        else
        {
            MarkGone(old);
            if (rotation is Rotation.SignIn or Rotation.Refresh)
            {
                throw new SessionRefusedException(
                    $"The sign-in was refused: session {old} of the user who signs in was ended by another request. Sign in again.");
            }
        }
    }

    private async ValueTask<CommitResult> RotateAsync(
        SessionKey old, SessionToken token, SessionRecord loaded, SessionChanges update, CancellationToken cancellationToken)
    {
        var limit = Limit;
        var result = await Engine.RotateAsync(old, token.Key, loaded, update, limit, cancellationToken);
        services.Record(result, old);
        if (limit is not null)
        {
            SignInLimit.Record(services, limit, state.Owner!, channel.Device, result);
        }

        return result;
    }

    private void RecordRotation(SessionKey old, SessionKey renewed, SessionRecord before, SessionRecord after)
    {
        if (state.Rotation is Rotation.Replacement)
        {
            services.Audit.Ended(old, before.Owner, SessionEndCause.OtherUser, before.Device);
        }
        else
        {
            services.Audit.Rotated(old, renewed, after);
        }
    }

    private bool CanBeginInstead(SessionRecord gone)
        => state.Rotation is Rotation.Replacement
            || (state.Rotation is Rotation.SignIn or Rotation.Refresh && gone.IsAnonymous);

    // Another request has rotated or ended the record.
    private async ValueTask SaveInsteadAsync(SessionRecord? closed, CancellationToken cancellationToken)
    {
        if (state.Rotation is Rotation.Replacement)
        {
            state.Abandon(state.Token, channel.User, SessionEndCause.OtherUser);
        }

        var copy = closed is null ? null : await loader.OpenCopyAsync(state.Token, closed, isSynchronous: false, cancellationToken);
        if (copy is not null && state.Rotation is Rotation.Adoption && copy.FindSuccessorOf(channel.User) is { } successor)
        {
            state.CancelRotation();
            state.AttachUnderChanges(SessionToken.Unknown(successor.Key), successor.Record);
            await SaveAsync(cancellationToken);
        }
        else if (copy is not null && CanContinue(copy))
        {
            state.ContinueFrom(copy);
            await ContinueAsync(copy, cancellationToken);
        }
        else
        {
            await BeginInsteadAsync(state.Token.Key, cancellationToken);
        }
    }

    private bool CanContinue(ClosedCandidate copy) => state.Rotation switch
    {
        Rotation.SignIn or Rotation.Refresh => copy.CanContinueAs(new AuthenticatedUser(state.Owner, state.OwnerScheme!)),
        Rotation.Requested => copy is { CanContinue: true, Closure.WasAnonymous: true },
        _ => false,
    };

    private async ValueTask ContinueAsync(ClosedCandidate copy, CancellationToken cancellationToken)
    {
        guards.ThrowIfTokenCannotBeSent();
        var (old, token) = (copy.Token.Key, SessionToken.NewAfter(copy.Token.Key, state.Owner, Engine));
        var update = changes.Build(copy.Record, renews: true);
        var result = await RotateAsync(old, token, copy.Record, update, cancellationToken);
        if (result.IsGone)
        {
            await BeginInsteadAsync(old, cancellationToken);
        }
        else if (await CanStillContinueAsync(copy, cancellationToken))
        {
            services.Audit.Rotated(old, token.Key, result.Record!);
            Accept(token, result.Record!, isSignIn: true);
        }
        else
        {
            await RemoveChainAsync(token.Key, cancellationToken);
            await BeginInsteadAsync(old, cancellationToken);
        }
    }

    // A logout ends the sessions that it finds. One that continues adds itself first, and then requires that the one before still lives.
    private async ValueTask<bool> CanStillContinueAsync(ClosedCandidate copy, CancellationToken cancellationToken)
        => (await SessionChain.FindLiveAsync(copy.Closure, key => Engine.LoadFreshAsync(key, cancellationToken))).IsFirstLive;

    // A sign-in begins a session with what the request itself has set. Anything else is dropped.
    private async ValueTask BeginInsteadAsync(SessionKey gone, CancellationToken cancellationToken)
    {
        if (state.Rotation < Rotation.Refresh)
        {
            MarkGone(gone);
            return;
        }

        state.BeginInstead();
        await CreateAsync(cancellationToken);
    }
}
