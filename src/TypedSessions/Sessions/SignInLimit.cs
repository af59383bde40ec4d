namespace TypedSessions.Sessions;

/// <summary>The limit of sessions for the user of a request.</summary>
internal static class SignInLimit
{
    /// <summary>Returns the limit that a commit has to keep; <see langword="null"/> for none.</summary>
    /// <param name="services">The application's options.</param>
    /// <param name="state">The session.</param>
    /// <param name="user">The request's user.</param>
    public static SessionLimit? Find(SessionServices services, SessionState state, AuthenticatedUser? user)
    {
        if (user is not { Id: { } id, MaxSessions: { } max } || state.Owner != id || state.SignedInAt is null)
        {
            return null;
        }

        // A session that counts already needs no further room.
        var action = services.Options.SignIn.WhenExceeded;
        return action is SessionLimitAction.RefuseSignIn && state.Shown is { } record && SessionLimit.Counts(record, id)
            ? null
            : new SessionLimit(max, action);
    }

    /// <summary>Refuses a sign-in that the commit would refuse, before the login's cookie is sent.</summary>
    /// <exception cref="SessionLimitException">The user has as many sessions as allowed.</exception>
    public static async ValueTask ThrowIfReachedAsync(
        SessionServices services, SessionState state, AuthenticatedUser user, CancellationToken cancellationToken)
    {
        if (services.Options.SignIn.WhenExceeded is not SessionLimitAction.RefuseSignIn
            || user is not { Id: { } id, MaxSessions: { } max }
            || (state.Shown is { } present && SessionLimit.Counts(present, id)))
        {
            return;
        }

        var others = await services.Engine.Inventory!.FindByOwnerAsync(id, cancellationToken)
            .Where(session => SessionLimit.Counts(session.Record, id))
            .Select(static session => (session.Key, session.Record.LastSeenAt!.Value))
            .ToListAsync(cancellationToken);
        if (new SessionLimit(max, SessionLimitAction.RefuseSignIn).FindExcess(others, state.Copy?.Closure.Successors ?? []) is null)
        {
            throw new SessionLimitException(max);
        }
    }
}
