namespace TypedSessions.Sessions;

/// <summary>Commits under a new id.</summary>
internal sealed partial class SessionCommit
{
    private RecordRotation Rotate => new(services, state, channel);

    private PreviousIds PreviousIds => new(services, channel.Presented);

    private async ValueTask RotateAsync(SessionRecord record, CancellationToken cancellationToken)
    {
        guards.ThrowIfTokenCannotBeSent();
        var (old, token, rotation) = (state.Token.Key, SessionToken.NewAfter(state.Token.Key, state.Owner, Engine), state.Rotation);
        var update = changes.Build(record, channel.IsActivity || changes.HasOtherWindow(record));
        var result = await Rotate.RunAsync(old, token.Key, record, update, cancellationToken);
        if (result.IsStored)
        {
            Rotate.Record(old, token.Key, record, result.Record);
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

    private bool CanBeginInstead(SessionRecord gone)
        => state.Rotation is Rotation.Replacement
            || (state.Rotation is Rotation.SignIn or Rotation.Refresh && gone.IsAnonymous);

    // Another request has renewed the id since the record was loaded.
    private async ValueTask<bool> TryFollowRenewalAsync(CancellationToken cancellationToken)
    {
        if (services.Options.RenewIdAfter is null
            || await Engine.LoadFreshAsync(state.Token.Key, cancellationToken) is not { Closure.IsRenewal: true } copy
            || await PreviousIds.FindAsync(copy, cancellationToken) is not { Record.IsClosed: false } found)
        {
            return false;
        }

        await SaveInRenewedAsync(found.Token, found.Record, cancellationToken);
        return true;
    }

    private ValueTask SaveInRenewedAsync(SessionToken token, SessionRecord record, CancellationToken cancellationToken)
    {
        state.MoveTo(token, record);
        return SaveAsync(cancellationToken);
    }

    // Another request has rotated or ended the record.
    private async ValueTask SaveInsteadAsync(SessionRecord? closed, CancellationToken cancellationToken)
    {
        var token = state.Token;
        if (closed is { Closure.IsRenewal: true } && state.Rotation is not Rotation.Replacement
            && await PreviousIds.FindAsync(closed, cancellationToken) is { } renewed)
        {
            if (!renewed.Record.IsClosed)
            {
                await SaveInRenewedAsync(renewed.Token, renewed.Record, cancellationToken);
                return;
            }

            (token, closed) = renewed;
        }

        if (state.Rotation is Rotation.Replacement)
        {
            state.Abandon(state.Token, channel.User, SessionEndCause.OtherUser);
        }

        var copy = closed is null ? null : await loader.OpenCopyAsync(token, closed, isSynchronous: false, cancellationToken);
        if (copy is not null && state.Rotation is Rotation.Adoption && copy.FindSuccessor(channel.User) is { } successor)
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
        var update = changes.Build(copy.Record, renewExpiration: true);
        var result = await Rotate.RunAsync(old, token.Key, copy.Record, update, cancellationToken);
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

    // A sign-out ends the sessions that it finds. A session that continues is added first, and then requires that the previous one lives.
    private async ValueTask<bool> CanStillContinueAsync(ClosedCandidate copy, CancellationToken cancellationToken)
        => (await SessionChain.FindLiveAsync(copy.Closure, key => Engine.LoadFreshAsync(key, cancellationToken))).IsFirstLive;

    // A sign-in begins a session with the values that the request itself has set. Other changes are dropped.
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
