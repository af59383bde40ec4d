using Microsoft.Extensions.DependencyInjection;
using TypedSessions.Sessions;

namespace TypedSessions.Http;

/// <summary>What all requests share.</summary>
internal sealed class SessionHttpServices(SessionServices sessions, SessionCookie cookie, IServiceScopeFactory scopes)
{
    public SessionServices Sessions { get; } = sessions;

    public SessionCookie Cookie { get; } = cookie;

    public IServiceScopeFactory Scopes { get; } = scopes;

    /// <summary>Whether a response of 500 and over saves all the same.</summary>
    public bool SaveOnServerError { get; init; }

    /// <summary>Whether the application handles trouble of the engine itself.</summary>
    public bool ThrowOnEngineFailure { get; init; }

    /// <summary>Whether every request that carries a session renews it.</summary>
    public bool RenewOnEveryRequest { get; init; }

    /// <summary>Whether a request whose session was ended meanwhile is answered with 400.</summary>
    public bool RejectWhenGone { get; init; }
}
