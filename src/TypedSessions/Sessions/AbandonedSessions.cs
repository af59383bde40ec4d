using TypedSessions.Diagnostics;

namespace TypedSessions.Sessions;

/// <summary>Ends the sessions that a request has abandoned, together with those that continued from them.</summary>
internal readonly struct AbandonedSessions(SessionServices services, SessionState state, InstrumentedSessionEngine engine)
{
    /// <summary>Ends the abandoned sessions.</summary>
    public async ValueTask EndAsync(CancellationToken cancellationToken)
    {
        foreach (var session in state.Abandoned)
        {
            await EndAsync(session, cancellationToken);
        }

        state.Abandoned = [];
    }

    // A key without a record was rotated or ended by another request, or leads to a closed copy.
    private async ValueTask EndAsync(AbandonedSession session, CancellationToken cancellationToken)
    {
        var replacement = state.Record is null ? default : state.Token.Key;
        var ended = await SessionChain.RemoveAsync(
            engine, session.Key, session.Loaded, (key, record) => key != replacement && session.CanEnd(record), cancellationToken);
        if (session.Cause is { } cause)
        {
            foreach (var (key, owner, device) in ended)
            {
                services.Audit.Ended(key, owner, cause, device);
            }
        }

        if (session.FollowedSignIn is { } signIn)
        {
            await engine.RemoveAsync(signIn, cancellationToken);
        }
    }
}
