using Microsoft.AspNetCore.Http.Features;

namespace TypedSessions.Sessions;

/// <summary>
/// Provides the session of a service scope: a scoped service that the owner of the scope fills. The session is created on first use.
/// </summary>
internal sealed class SessionAccessor
{
    /// <summary>Gets or sets the feature that provides the scope's session; <see langword="null"/> in a scope that has none.</summary>
    public ISessionFeature? Source { get; set; }

    /// <summary>Returns the scope's session.</summary>
    /// <exception cref="InvalidOperationException">The scope has no session.</exception>
    public ISession GetSession(Type serviceType) => Source?.Session ?? throw new InvalidOperationException(
        $"'{serviceType}' was requested where there is no session: outside a request, by a singleton, or in a request that has not " +
        "passed app.UseTypedSessions(), such as that of an endpoint with ShortCircuit(). Call app.UseTypedSessions() before the code " +
        "that uses the session; in a hub use Context.GetConnectionSession(), in an interactive component @inject ConnectionSession.");
}
