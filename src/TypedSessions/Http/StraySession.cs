using Microsoft.AspNetCore.Session;
using Microsoft.Extensions.Logging;
using TypedSessions.Diagnostics;

namespace TypedSessions.Http;

/// <summary>
/// What <c>app.UseSession()</c> gets when it runs beside <c>app.UseTypedSessions()</c>, be it in the application
/// or in a package: the typed session itself, so that no second session with a second cookie comes into being.
/// </summary>
internal sealed class StraySession(ILoggerFactory logs)
{
    // ISessionStore.Create is not told of the request, so it is found through the
    // flow of execution. Nothing flows where nobody calls UseSession.
    private static readonly AsyncLocal<RequestSession?> Current = new();

    /// <summary>Whether somebody has built ASP.NET Core's own session middleware.</summary>
    public bool IsInUse { get; private set; }

    /// <summary>The store that <c>UseSession</c> asks for when it is built.</summary>
    public ISessionStore CreateStore()
    {
        IsInUse = true;
        logs.CreateLogger(SessionLog.Category).StrayUseSession();
        return new Store();
    }

    /// <summary>
    /// Makes a request's session the one that stray middleware hands out; <see langword="null"/> when the request is over.
    /// </summary>
    public static void Lead(RequestSession? request) => Current.Value = request;

    private sealed class Store : ISessionStore
    {
        public ISession Create(
            string sessionKey, TimeSpan idleTimeout, TimeSpan ioTimeout, Func<bool> tryEstablishSession, bool isNewSessionKey)
            => new LedSession(Current.Value);
    }
}
