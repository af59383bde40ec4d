namespace TypedSessions.Redis.Limits;

/// <summary>A sign-in within a limit.</summary>
/// <param name="Limit">The limit.</param>
/// <param name="OldKey">The key of the session that the new one replaces.</param>
/// <param name="NewKey">The key of the new session.</param>
/// <param name="Related">The keys of the sessions that count as one with it.</param>
internal sealed record LimitedSignIn(SessionLimit Limit, SessionKey OldKey, SessionKey NewKey, IReadOnlyList<SessionKey> Related)
{
    /// <summary>Returns the excess sessions; <see langword="null"/> if the sign-in is refused.</summary>
    /// <param name="sessions">The owner's sessions.</param>
    public IReadOnlyList<SignedInSession>? FindExcess(IEnumerable<SessionRecordEntry> sessions)
        => Limit.FindExcess(
            sessions
                .Where(session => session.Key != OldKey && session.Key != NewKey && session.Record.SignedInAt is not null)
                .Select(static session => new SignedInSession(session.Key, session.Record.LastSeenAt!.Value, session.Record.Device)),
            Related);
}
