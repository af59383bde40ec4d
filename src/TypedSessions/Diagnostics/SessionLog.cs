using Microsoft.Extensions.Logging;

namespace TypedSessions.Diagnostics;

/// <summary>The log events. Sessions are identified by their keys, never by their tokens.</summary>
internal static partial class SessionLog
{
    /// <summary>The category of all events but those for audits.</summary>
    public const string Category = TypedSessionsDiagnostics.LogCategory;

    [LoggerMessage(1, LogLevel.Warning,
        "The stored record of session {Session} cannot be read, so the session counts as unknown.")]
    public static partial void UnreadableRecord(this ILogger log, SessionKey session);

    [LoggerMessage(2, LogLevel.Warning,
        "The value '{Key}' of session {Session} cannot be read, so it counts as absent.")]
    public static partial void UnreadableValue(this ILogger log, Exception exception, SessionKey session, string key);

    [LoggerMessage(22, LogLevel.Warning,
        "The value '{Key}' of session {Session} is a number both in binary form and as text, so it is read as binary. " +
        "If other code stored it as text, set the property to replace it.")]
    public static partial void AmbiguousValue(this ILogger log, SessionKey session, string key);

    [LoggerMessage(3, LogLevel.Information,
        "Session {Session} was ended by another request before this one completed, so the changes of this one are dropped.")]
    public static partial void SessionGone(this ILogger log, SessionKey session);

    [LoggerMessage(32, LogLevel.Debug,
        "Session {Session}: another request had changed the same part of the value '{Key}' at the same time.")]
    public static partial void Overlapped(this ILogger log, SessionKey session, string key);

    [LoggerMessage(4, LogLevel.Information,
        "A new session was not stored, because the visitor has not consented to cookies that are not essential.")]
    public static partial void NoConsent(this ILogger log);

    [LoggerMessage(6, LogLevel.Debug,
        "The request presented {Count} session tokens, and none leads to a session: it ended, expired, or never existed. " +
        "The cookie stays, because another response may just have replaced it.")]
    public static partial void UnknownTokens(this ILogger log, int count);

    [LoggerMessage(7, LogLevel.Debug,
        "Removed {Count} expired sessions.")]
    public static partial void CleanupCompleted(this ILogger log, long count);

    [LoggerMessage(8, LogLevel.Error,
        "Expired sessions could not be removed. The next attempt is in {Interval}.")]
    public static partial void CleanupFailed(this ILogger log, Exception exception, TimeSpan interval);

    [LoggerMessage(9, LogLevel.Error,
        "The session engine failed, so the request is answered with 503.")]
    public static partial void Unavailable(this ILogger log, Exception exception);

    [LoggerMessage(10, LogLevel.Information,
        "Sessions meet {Policy}, as far as a session library decides it.")]
    public static partial void PolicyMet(this ILogger log, string policy);

    [LoggerMessage(11, LogLevel.Warning,
        "Sessions deviate from {Policy}, {Requirement}: {Description}.")]
    public static partial void PolicyDeviation(this ILogger log, string policy, string requirement, string description);

    [LoggerMessage(12, LogLevel.Warning,
        "A request has waited for other requests of its session for {Limit}, so it is answered with 429.")]
    public static partial void WaitedTooLong(this ILogger log, TimeSpan limit);

    [LoggerMessage(13, LogLevel.Information,
        "Session {Session} belongs to another user than the one of the request, who gets a new session.")]
    public static partial void SessionOfAnotherUser(this ILogger log, SessionKey session);

    [LoggerMessage(14, LogLevel.Warning,
        "A user without an id has signed in with the scheme '{Scheme}', so the session has no owner. " +
        "Add the claim NameIdentifier or 'sub' to the principal, or set TypedSessionsOptions.SignIn.GetOwner.")]
    public static partial void UserWithoutId(this ILogger log, string scheme);

    [LoggerMessage(15, LogLevel.Warning,
        "Session {Session} was begun by a cross-site request, to which the browser sends no SameSite cookie: it replaces the session " +
        "that the browser had. Set Cookie.SameSite to None, or answer such a request with a redirect and begin the session after it.")]
    public static partial void BegunByCrossSiteRequest(this ILogger log, SessionKey session);

    [LoggerMessage(16, LogLevel.Information,
        "The commit of a session was refused, so the request is answered with 409: {Reason}")]
    public static partial void Refused(this ILogger log, string reason);

    [LoggerMessage(17, LogLevel.Error,
        "The session engine still fails: {Count} more requests were answered with 503. {Reason}")]
    public static partial void StillUnavailable(this ILogger log, int count, string reason);

    [LoggerMessage(35, LogLevel.Warning,
        "A request presented a previous id of a session, {Session}, after the renewed one had been in use for longer than RenewalGrace. " +
        "It is refused: its cookie may have been stolen. If several clients share one cookie, give each its own session.")]
    public static partial void PreviousIdRefused(this ILogger log, SessionKey session);

    [LoggerMessage(18, LogLevel.Debug,
        "The request presented no session cookie, so its session is new.")]
    public static partial void NoToken(this ILogger log);

    [LoggerMessage(19, LogLevel.Debug,
        "Session {Session} was loaded. It expires at {ExpiresAt}.")]
    public static partial void Loaded(this ILogger log, SessionKey session, DateTimeOffset expiresAt);

    [LoggerMessage(24, LogLevel.Debug,
        "Session {Session} was stored for the first time. It expires at {ExpiresAt}.")]
    public static partial void Created(this ILogger log, SessionKey session, DateTimeOffset expiresAt);

    [LoggerMessage(25, LogLevel.Debug,
        "Session {Session} was committed with {Count} changed keys. It expires at {ExpiresAt}.")]
    public static partial void Committed(this ILogger log, SessionKey session, int count, DateTimeOffset expiresAt);

    [LoggerMessage(26, LogLevel.Debug,
        "Session {Session} was renewed. It expires at {ExpiresAt}.")]
    public static partial void Renewed(this ILogger log, SessionKey session, DateTimeOffset expiresAt);

    [LoggerMessage(33, LogLevel.Debug,
        "The use of session {Session} by its user was stored.")]
    public static partial void Seen(this ILogger log, SessionKey session);

    [LoggerMessage(34, LogLevel.Warning,
        "The use of session {Session} by its user could not be stored. The request continues without it.")]
    public static partial void NotSeen(this ILogger log, Exception exception, SessionKey session);

    /// <summary>Logs an update, which is a renewal if it changed nothing else.</summary>
    public static void Updated(this ILogger log, SessionKey session, SessionChanges update, DateTimeOffset expiresAt)
    {
        if (update.IsTouch)
        {
            log.Renewed(session, expiresAt);
        }
        else
        {
            log.Committed(session, update.Values.Length, expiresAt);
        }
    }

    [LoggerMessage(27, LogLevel.Debug,
        "The new session was not stored, because nothing was set in it.")]
    public static partial void NothingToStore(this ILogger log);

    [LoggerMessage(28, LogLevel.Warning,
        "The session cookie '{Name}' is Secure and was sent over plain HTTP, so browsers drop it and each request begins a new session. " +
        "Call app.UseForwardedHeaders() behind a proxy that ends TLS, serve HTTPS, or set TypedSessionsOptions.Cookie.SecurePolicy and " +
        "a name without the prefix __Host-.")]
    public static partial void SecureCookieOverPlainHttp(this ILogger log, string name);

    [LoggerMessage(29, LogLevel.Warning,
        "The cookie policy requires consent, and the session cookie is essential, so it is sent without consent. " +
        "Set TypedSessionsOptions.Cookie.IsEssential to false to wait for consent, as AddSession does.")]
    public static partial void ConsentIgnored(this ILogger log);

    [LoggerMessage(40, LogLevel.Warning,
        "The session engine is not ready, so the application starts without it. Requests that use a session are answered with 503. "
        + "The next attempt is in {Interval}.")]
    public static partial void StartsWithoutEngine(this ILogger log, Exception exception, TimeSpan interval);

    [LoggerMessage(41, LogLevel.Information,
        "The session engine is ready.")]
    public static partial void EngineIsReady(this ILogger log);

    [LoggerMessage(20, LogLevel.Warning,
        "The cache of the cached database fails or is too slow. Sessions are read from the database until it recovers.")]
    public static partial void CacheFailing(this ILogger log, Exception exception);

    [LoggerMessage(21, LogLevel.Information,
        "The cache of the cached database responds again.")]
    public static partial void CacheRecovered(this ILogger log);

    [LoggerMessage(42, LogLevel.Error,
        "A handler of session events, {Handler}, threw an exception. The event is not delivered to it again.")]
    public static partial void EventHandlerFailed(this ILogger log, Exception exception, Type handler);

    [LoggerMessage(43, LogLevel.Warning,
        "An event of session {Session} was dropped, because the handlers of session events are too slow.")]
    public static partial void EventDropped(this ILogger log, SessionKey session);

    [LoggerMessage(44, LogLevel.Warning,
        "An event of the limit of user '{Owner}' was dropped, because the handlers of session events are too slow.")]
    public static partial void LimitEventDropped(this ILogger log, string owner);

    [LoggerMessage(30, LogLevel.Information,
        "A client presented session cookies that cannot be unsealed: they are altered, expired, incomplete, or sealed with a key " +
        "that no longer exists.")]
    public static partial void UnsealableCookies(this ILogger log);

    [LoggerMessage(31, LogLevel.Warning,
        "Sessions are in cookies, and the keys that seal them are in the memory of this process: a restart ends all sessions, and " +
        "no other node can read them. Persist the keys of services.AddDataProtection().")]
    public static partial void EphemeralKeys(this ILogger log);
}
