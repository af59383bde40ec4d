using TypedSessions.Storage;

namespace TypedSessions.Tests.Testing;

/// <summary>Loads as a session does whose thread waits.</summary>
internal static class SynchronousLoading
{
    public static SessionRecord? LoadHere(this ISessionEngine engine, SessionKey key, TimeSpan timeout)
        => engine is ISynchronousSessionEngine synchronous
            ? synchronous.Load(key, timeout)
            : engine.LoadAsync(key, CancellationToken.None).AsTask().GetAwaiter().GetResult();
}
