using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using TypedSessions.Diagnostics;
using TypedSessions.Http.Cookies;
using TypedSessions.Sessions;

namespace TypedSessions.Http;

/// <summary>The services that all requests share.</summary>
internal sealed class SessionHttpServices(SessionServices sessions, SessionCookie cookie, IServiceScopeFactory scopes)
{
    private readonly ConcurrentDictionary<string, byte> _schemesWithoutId = new();

    private int _hasLoggedConsent;

    public SessionServices Sessions { get; } = sessions;

    public TypedSessionsOptions Options => Sessions.Options;

    public SessionCookie Cookie { get; } = cookie;

    public IServiceScopeFactory Scopes { get; } = scopes;

    /// <summary>Gets the locks of the sessions, for endpoints that require them.</summary>
    public SessionLocks Locks { get; } = new(sessions.TimeProvider);

    /// <summary>Gets the log of the engine's failures.</summary>
    public OutageLog Outages { get; } = new(sessions.Log, sessions.TimeProvider);

    /// <summary>Logs, once per process and scheme, that a user has no id.</summary>
    public void LogUserWithoutId(string scheme)
    {
        if (_schemesWithoutId.TryAdd(scheme, 0))
        {
            Sessions.Log.UserWithoutId(scheme);
        }
    }

    /// <summary>Logs, once per process, that an essential cookie does not wait for the visitor's consent.</summary>
    public void LogConsentIgnored()
    {
        if (Cookie.IsEssential && Interlocked.Exchange(ref _hasLoggedConsent, 1) == 0)
        {
            Sessions.Log.ConsentIgnored();
        }
    }

    /// <summary>Gets the lifetime of the record of a sign-in that could not reach the browser's session.</summary>
    public TimeSpan DeferredLifetime
        => Options.RotationGrace > TimeSpan.Zero ? Options.RotationGrace : SessionChanges.DefaultRotationGrace;
}
