using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using TypedSessions.Diagnostics;
using TypedSessions.Sessions;

namespace TypedSessions.Http;

/// <summary>What all requests share.</summary>
internal sealed class SessionHttpServices(SessionServices sessions, SessionCookie cookie, IServiceScopeFactory scopes)
{
    private readonly ConcurrentDictionary<string, byte> _schemesWithoutId = new();

    private int _hasLoggedConsent;

    public SessionServices Sessions { get; } = sessions;

    public SessionCookie Cookie { get; } = cookie;

    public IServiceScopeFactory Scopes { get; } = scopes;

    /// <summary>Who of a session's requests has the turn, where the endpoint asks for it.</summary>
    public SessionLocks Locks { get; } = new(sessions.Clock);

    /// <summary>Gets the log of the engine's failures.</summary>
    public OutageLog Outages { get; } = new(sessions.Log, sessions.Clock);

    /// <summary>What a sign-in means.</summary>
    public required SessionSignInOptions SignIn { get; init; }

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

    /// <summary>How long the record of a sign-in is kept that could not reach the browser's session.</summary>
    public TimeSpan DeferredLifetime
        => Sessions.Settings.RotationGrace > TimeSpan.Zero ? Sessions.Settings.RotationGrace : SessionChanges.DefaultRotationGrace;

    /// <summary>Whether a response of 500 and over saves all the same.</summary>
    public bool SaveOnServerError { get; init; }

    /// <summary>
    /// Gets whether a failure of the engine leaves the middleware as an exception, for the application or the developer's page.
    /// </summary>
    public bool ThrowOnEngineFailure { get; init; }

    /// <summary>Whether every request that carries a session renews it.</summary>
    public bool RenewOnEveryRequest { get; init; }

    /// <summary>Whether a request whose session was ended meanwhile is answered with 400.</summary>
    public bool RejectWhenGone { get; init; }
}
