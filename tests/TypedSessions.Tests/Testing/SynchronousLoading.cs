using TypedSessions.Storage;

namespace TypedSessions.Tests.Testing;

/// <summary>Loads records like a session that is used synchronously.</summary>
internal static class SynchronousLoading
{
    public static SessionRecord? LoadSynchronously(this ISessionEngine engine, SessionKey key, TimeSpan timeout)
        => engine is ISynchronousSessionEngine synchronous
            ? synchronous.Load(key, timeout)
            : engine.LoadAsync(key, CancellationToken.None).AsTask().GetAwaiter().GetResult();
}
