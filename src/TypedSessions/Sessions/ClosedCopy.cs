namespace TypedSessions.Sessions;

/// <summary>A closed copy that was presented where no live session was, with the live sessions that continued from it.</summary>
internal sealed record ClosedCopy(SessionToken Token, SessionRecord Record, IReadOnlyList<StoredSession> Successors)
{
    public SessionClosure Closure { get; } = Record.Closure!;

    /// <summary>Gets whether a new session may continue from the copy: a copy whose successors have all ended is dead.</summary>
    public bool CanContinue => Successors.Count > 0;

    /// <summary>Returns whether a user who signs in may continue from the copy.</summary>
    public bool CanContinueAs(AuthenticatedUser user)
        => CanContinue && (Closure.WasAnonymous || (user.Id is not null && user.IsOwner(Closure.Owner, Closure.OwnerScheme)));
}
