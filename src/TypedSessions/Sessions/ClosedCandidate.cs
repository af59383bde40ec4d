namespace TypedSessions.Sessions;

/// <summary>
/// A closed copy whose token was presented without that of a live session, with the live sessions that continued from it.
/// </summary>
/// <param name="Token">Its token.</param>
/// <param name="Record">The copy.</param>
/// <param name="Successors">The live sessions that continued from it.</param>
/// <param name="CanContinue">
/// Whether a new session may continue from it, because the session that took its place is live. Other sessions that continued from it may
/// still be ended.
/// </param>
internal sealed record ClosedCandidate(
    SessionToken Token, SessionRecord Record, IReadOnlyList<SessionRecordEntry> Successors, bool CanContinue)
{
    public SessionClosure Closure { get; } = Record.Closure!;

    /// <summary>Returns whether a user who signs in may continue from the copy.</summary>
    public bool CanContinueAs(AuthenticatedUser user)
        => CanContinue && (Closure.WasAnonymous || (user.Id is not null && user.IsOwner(Closure.Owner, Closure.OwnerScheme)));

    /// <summary>Returns the live session of a user that continued from the copy; <see langword="null"/> if there is none.</summary>
    public SessionRecordEntry? FindSuccessor(AuthenticatedUser? user)
        => Successors
            .Where(session => user?.IsOwner(session.Record.Owner, session.Record.OwnerScheme) == true)
            .Select(static session => (SessionRecordEntry?)session)
            .FirstOrDefault();
}
