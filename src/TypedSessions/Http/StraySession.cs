using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Session;
using Microsoft.Extensions.Logging;
using TypedSessions.Diagnostics;

namespace TypedSessions.Http;

/// <summary>
/// What <c>app.UseSession()</c> gets when it runs beside <c>app.UseTypedSessions()</c>, be it in the application or in a package: the typed session
/// itself, so that no second session with a second cookie comes into being.
/// </summary>
internal sealed class StraySession(ILoggerFactory logs)
{
    // ISessionStore.Create is not told of the request, so it is found through the flow of execution. Nothing flows where nobody calls UseSession.
    private static readonly AsyncLocal<ISessionFeature?> Current = new();

    /// <summary>Whether somebody has built ASP.NET Core's own session middleware.</summary>
    public bool IsInUse { get; private set; }

    /// <summary>The store that <c>UseSession</c> asks for when it is built.</summary>
    public ISessionStore CreateStore()
    {
        IsInUse = true;
        logs.CreateLogger(SessionLog.Category).StrayUseSession();
        return new Store();
    }

    /// <summary>Makes a request's session the one that stray middleware hands out.</summary>
    public IDisposable Lead(ISessionFeature session)
    {
        Current.Value = session;
        return new Leash();
    }

    private sealed class Leash : IDisposable
    {
        public void Dispose() => Current.Value = null;
    }

    private sealed class Store : ISessionStore
    {
        public ISession Create(string sessionKey, TimeSpan idleTimeout, TimeSpan ioTimeout, Func<bool> tryEstablishSession, bool isNewSessionKey)
            => new PassThrough();
    }

    // The middleware calls CommitAsync when the request ends, but the commit is ours, and it must not come too late.
    private sealed class PassThrough : ISession
    {
        private readonly ISessionFeature? _leader = Current.Value;

        private ISession Leader => _leader?.Session ?? throw new InvalidOperationException(
            "app.UseSession() runs before app.UseTypedSessions(), so it has no session to hand out. Remove app.UseSession().");

        public bool IsAvailable => _leader?.Session.IsAvailable ?? false;

        public string Id => Leader.Id;

        public IEnumerable<string> Keys => Leader.Keys;

        public Task LoadAsync(CancellationToken cancellationToken = default) => Leader.LoadAsync(cancellationToken);

        public Task CommitAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

        public bool TryGetValue(string key, [NotNullWhen(true)] out byte[]? value) => Leader.TryGetValue(key, out value);

        public void Set(string key, byte[] value) => Leader.Set(key, value);

        public void Remove(string key) => Leader.Remove(key);

        public void Clear() => Leader.Clear();
    }
}
