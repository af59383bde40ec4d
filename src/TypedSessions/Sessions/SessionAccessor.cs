using Microsoft.AspNetCore.Http.Features;

namespace TypedSessions.Sessions;

/// <summary>
/// Provides the session of a service scope: a scoped service that the owner of the scope fills. The session is created on first use.
/// </summary>
internal sealed class SessionAccessor
{
    /// <summary>Gets or sets the feature that provides the scope's session; <see langword="null"/> in a scope that has none.</summary>
    public ISessionFeature? Source { get; set; }

    /// <summary>The scope's session.</summary>
    /// <exception cref="InvalidOperationException">The scope has none.</exception>
    public ISession GetSession(Type wanted) => Source?.Session ?? throw new InvalidOperationException(
        $"'{wanted}' was requested where there is no session: outside a request, or in a request that has not passed " +
        "app.UseTypedSessions(). Call app.UseTypedSessions() before whatever uses the session, and do not ask for it from a singleton. " +
        "An endpoint with ShortCircuit() passes no middleware: remove it there. " +
        "In a hub use Context.GetConnectionSession(), in an interactive component @inject ConnectionSession.");
}
