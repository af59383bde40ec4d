using Microsoft.Extensions.Logging;

namespace TypedSessions.Diagnostics;

/// <summary>Records sign-ins, rotations and ends of sessions in a log category for audits, and the ends in the metrics.</summary>
internal sealed partial class SessionAudit(ILogger log, SessionMetrics metrics)
{
    /// <summary>Records that a session became that of a user who has signed in.</summary>
    public void SignedIn(SessionKey session, SessionRecord record) => SignedIn(log, session, record.Owner, record.OwnerScheme);

    /// <summary>Records that a session got a new key.</summary>
    public void Rotated(SessionKey session, SessionKey renewed, SessionRecord record)
    {
        metrics.Rotated();
        Rotated(log, session, renewed, record.Owner);
    }

    /// <summary>Records that a session ended.</summary>
    public void Ended(SessionKey session, string? owner, SessionEndCause cause)
    {
        metrics.Ended(cause);
        Ended(log, session, owner, cause);
    }

    [LoggerMessage(50, LogLevel.Information, "Session {Session} now belongs to user '{Owner}', who signed in with the scheme '{Scheme}'.")]
    private static partial void SignedIn(ILogger log, SessionKey session, string? owner, string? scheme);

    [LoggerMessage(51, LogLevel.Information, "Session {Session} got the new key {NewSession}. Its user: '{Owner}'.")]
    private static partial void Rotated(ILogger log, SessionKey session, SessionKey newSession, string? owner);

    [LoggerMessage(52, LogLevel.Information, "Session {Session} ended: {Cause}. Its user: '{Owner}'.")]
    private static partial void Ended(ILogger log, SessionKey session, string? owner, SessionEndCause cause);
}
