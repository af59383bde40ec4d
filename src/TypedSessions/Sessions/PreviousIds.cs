using TypedSessions.Diagnostics;

namespace TypedSessions.Sessions;

/// <summary>Follows the previous ids of a session, which renewals have left, to its current record.</summary>
internal readonly struct PreviousIds(SessionServices services, CandidateTokens presented)
{
    // Each renewal that a browser missed adds one, at intervals that double.
    private const int MaxRenewals = 64;

    /// <summary>Returns the record to which a presented token leads, or the closed copy that a sign-in has left since.</summary>
    /// <returns><see langword="null"/> if the session has ended, or if the token is refused.</returns>
    public async ValueTask<(SessionToken Token, SessionRecord Record)?> FindAsync(
        SessionToken token, SessionRecord copy, bool isSynchronous, CancellationToken cancellationToken)
    {
        // Only a token may be a stolen cookie, not a key that the application has stored.
        var (found, isRefused) = await FollowAsync(copy, isPresented: token.IsKnown, isSynchronous, cancellationToken);
        if (isRefused)
        {
            services.Metrics.LoadedRefused();
            services.Log.PreviousIdRefused(token.Key);
        }

        return found is { } session ? (FindToken(session.Key), session.Record) : null;
    }

    /// <summary>
    /// Returns the record to which the copy of a concurrent renewal leads, or the closed copy that a sign-in has left since.
    /// </summary>
    public async ValueTask<(SessionToken Token, SessionRecord Record)?> FindAsync(SessionRecord copy, CancellationToken cancellationToken)
        => (await FollowAsync(copy, isPresented: false, isSynchronous: false, cancellationToken)).Found is { } session
            ? (FindToken(session.Key), session.Record)
            : null;

    private async ValueTask<(SessionRecordEntry? Found, bool IsRefused)> FollowAsync(
        SessionRecord copy, bool isPresented, bool isSynchronous, CancellationToken cancellationToken)
    {
        for (var renewals = 0; renewals < MaxRenewals; renewals++)
        {
            var key = copy.Closure!.Successors[0];
            if (await LoadAsync(key, isSynchronous, cancellationToken) is not { Values.IsReadable: true } next)
            {
                return default;
            }

            if (isPresented && !AllowsPrevious(next))
            {
                return (null, IsRefused: true);
            }

            if (next.Closure is not { IsRenewal: true })
            {
                return (new SessionRecordEntry(key, next), IsRefused: false);
            }

            copy = next;
        }

        return default;
    }

    // The copy that another rotation has left may have no values, and shows nothing in any case.
    private bool AllowsPrevious(SessionRecord next)
        => IssuedId.Find(next.Values)?.AllowsPrevious(services.Now, services.Options.RenewalGrace)
            ?? next.Closure is { IsRenewal: false };

    // Loaded fresh, because another node may have stored the first use of the renewed id, which ends the use of this one.
    private ValueTask<SessionRecord?> LoadAsync(SessionKey key, bool isSynchronous, CancellationToken cancellationToken)
        => isSynchronous
            ? presented.Engine.LoadSynchronouslyAsync(key)
            : presented.Engine.LoadFreshAsync(key, cancellationToken);

    private SessionToken FindToken(SessionKey key)
        => Array.Find(presented.Tokens, token => token.Key == key) ?? SessionToken.Unknown(key);
}
