namespace TypedSessions.Sessions;

/// <summary>The limit of sessions for the user of a request.</summary>
internal static class SignInLimit
{
    /// <summary>Returns the limit that a commit must not exceed; <see langword="null"/> for none.</summary>
    /// <param name="services">The application's options.</param>
    /// <param name="state">The session.</param>
    /// <param name="user">The request's user.</param>
    public static SessionLimit? Find(SessionServices services, SessionState state, AuthenticatedUser? user)
    {
        if (user is not { Id: { } id, MaxSessions: { } max } || state.Owner != id || state.SignedInAt is null)
        {
            return null;
        }

        // A session that already counts does not add to the number.
        var action = services.Options.SignIn.WhenExceeded;
        return action is SessionLimitAction.RefuseSignIn && state.Shown is { } record && SessionLimit.IsCounted(record, id)
            ? null
            : new SessionLimit(max, action);
    }

    /// <summary>Records the effect of a limit on a commit.</summary>
    /// <param name="services">The application's audit.</param>
    /// <param name="limit">The limit.</param>
    /// <param name="owner">The user who signs in.</param>
    /// <param name="device">The user's device.</param>
    /// <param name="result">The result of the commit.</param>
    /// <exception cref="SessionLimitException">The sign-in was refused.</exception>
    public static void Record(SessionServices services, SessionLimit limit, string owner, SessionDevice? device, CommitResult result)
    {
        if (result.Outcome is CommitOutcome.LimitReached)
        {
            throw Refuse(services, limit.MaxSessions, owner, device);
        }

        if (result.EndedSessions.Count > 0)
        {
            services.Audit.LimitExceeded(owner, device, limit.MaxSessions, result.EndedSessions);
        }
    }

    /// <summary>Throws for a sign-in that the commit would refuse, before the authentication cookie is sent.</summary>
    /// <exception cref="SessionLimitException">The user already has the maximum number of sessions.</exception>
    public static async ValueTask ThrowIfReachedAsync(
        SessionServices services, SessionState state, AuthenticatedUser user, SessionDevice? device, CancellationToken cancellationToken)
    {
        if (services.Options.SignIn.WhenExceeded is not SessionLimitAction.RefuseSignIn
            || user is not { Id: { } id, MaxSessions: { } max }
            || (state.Shown is { } record && SessionLimit.IsCounted(record, id)))
        {
            return;
        }

        var others = await services.Engine.Inventory!.FindByOwnerAsync(id, cancellationToken)
            .Where(session => SessionLimit.IsCounted(session.Record, id))
            .Select(static session => new SignedInSession(session.Key, session.Record.LastSeenAt!.Value, session.Record.Device))
            .ToListAsync(cancellationToken);
        if (new SessionLimit(max, SessionLimitAction.RefuseSignIn).FindExcess(others, state.Copy?.Closure.Successors ?? []) is null)
        {
            throw Refuse(services, max, id, device);
        }
    }

    private static SessionLimitException Refuse(SessionServices services, int maxSessions, string owner, SessionDevice? device)
    {
        services.Audit.LimitExceeded(owner, device, maxSessions, ended: []);
        return new SessionLimitException(maxSessions);
    }
}
