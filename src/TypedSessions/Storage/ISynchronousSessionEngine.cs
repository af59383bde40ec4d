namespace TypedSessions.Storage;

/// <summary>
/// An engine that can load on the calling thread. Optional: implement it if the store is remote and its client has synchronous calls.
/// </summary>
/// <remarks>
/// Code that accesses <c>HttpContext.Session</c> without awaiting <c>LoadAsync</c> first blocks a thread until the record is there. If all
/// threads of the pool are blocked, none is left to complete asynchronous calls. For engines without this interface, the thread waits for
/// <see cref="ISessionEngine.LoadAsync"/>.
/// </remarks>
public interface ISynchronousSessionEngine : ISessionEngine
{
    /// <summary>Loads a record like <see cref="ISessionEngine.LoadAsync"/>, on the calling thread only.</summary>
    /// <param name="key">The record's key.</param>
    /// <param name="timeout">The maximum time to wait, as far as the store's client can limit it.</param>
    /// <returns>The record, or <see langword="null"/> if there is none or it has expired.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="timeout"/> is zero or negative.</exception>
    /// <exception cref="SessionEngineException">The store failed, or did not respond in time.</exception>
    SessionRecord? Load(SessionKey key, TimeSpan timeout);
}
