using Microsoft.Extensions.Logging;

namespace TypedSessions.Diagnostics;

/// <summary>
/// Records sign-ins, rotations and ends of sessions in the audit log, in the metrics, and as events for the application's handlers.
/// </summary>
internal sealed partial class SessionAudit(ILogger log, SessionMetrics metrics, SessionEventQueue? events = null)
{
    private const string Unknown = "unknown";

    /// <summary>Records that a session was stored for the first time.</summary>
    public void Created(SessionKey session, SessionRecord record)
        => events?.Add(session, record.Owner, record.Device, 0, static (handler, created, _) => handler.OnCreatedAsync(created));

    /// <summary>Records that a user signed in to a session.</summary>
    public void SignedIn(SessionKey session, SessionRecord record)
    {
        SignedIn(log, session, record.Owner, record.OwnerScheme, GetUserAgent(record.Device), GetAddress(record.Device));
        events?.Add(session, record.Owner, record.Device, 0, static (handler, user, _) => handler.OnSignedInAsync(user));
    }

    /// <summary>Records that a session got a new key.</summary>
    public void Rotated(SessionKey session, SessionKey renewed, SessionRecord record)
    {
        metrics.Rotated();
        Rotated(log, session, renewed, record.Owner, GetUserAgent(record.Device), GetAddress(record.Device));
        events?.Add(
            renewed, record.Owner, record.Device, session, static (handler, rotated, oldKey) => handler.OnRotatedAsync(rotated, oldKey));
    }

    /// <summary>Records that a session ended.</summary>
    public void Ended(SessionKey session, string? owner, SessionEndCause cause, SessionDevice? device = null)
    {
        metrics.Ended(cause);
        Ended(log, session, owner, cause, GetUserAgent(device), GetAddress(device));
        events?.Add(session, owner, device, cause, static (handler, ended, reason) => handler.OnEndedAsync(ended, reason));
    }

    /// <summary>Records a sign-in, or the refusal of one, of a user who already had the maximum number of sessions.</summary>
    /// <param name="owner">The user.</param>
    /// <param name="device">The device that signs in.</param>
    /// <param name="maxSessions">The limit.</param>
    /// <param name="ended">The sessions that ended; empty if the sign-in was refused.</param>
    public void LimitExceeded(string owner, SessionDevice? device, int maxSessions, IReadOnlyList<SignedInSession> ended)
    {
        foreach (var session in ended)
        {
            Ended(session.Key, owner, SessionEndCause.LimitExceeded, session.Device);
        }

        if (ended.Count == 0)
        {
            Refused(log, owner, maxSessions, GetUserAgent(device), GetAddress(device));
        }

        events?.AddLimitExceeded(owner, device, maxSessions, ended);
    }

    private static string GetUserAgent(SessionDevice? device) => device?.UserAgent ?? Unknown;

    private static string GetAddress(SessionDevice? device) => device?.LastAddress ?? Unknown;

    [LoggerMessage(50, LogLevel.Information,
        "Session {Session} now belongs to user '{Owner}', who signed in with the scheme '{Scheme}'. " +
        "Device: '{UserAgent}' at {Address}.")]
    private static partial void SignedIn(
        ILogger log, SessionKey session, string? owner, string? scheme, string userAgent, string address);

    [LoggerMessage(51, LogLevel.Information,
        "Session {Session} got the new key {NewSession}. Its user: '{Owner}'. Device: '{UserAgent}' at {Address}.")]
    private static partial void Rotated(
        ILogger log, SessionKey session, SessionKey newSession, string? owner, string userAgent, string address);

    [LoggerMessage(52, LogLevel.Information,
        "Session {Session} ended: {Cause}. Its user: '{Owner}'. Device: '{UserAgent}' at {Address}.")]
    private static partial void Ended(
        ILogger log, SessionKey session, string? owner, SessionEndCause cause, string userAgent, string address);

    [LoggerMessage(53, LogLevel.Information,
        "A sign-in of user '{Owner}' was refused: the limit of sessions is {MaxSessions}. Device: '{UserAgent}' at {Address}.")]
    private static partial void Refused(ILogger log, string owner, int maxSessions, string userAgent, string address);
}
