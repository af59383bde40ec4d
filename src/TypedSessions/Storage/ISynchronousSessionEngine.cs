namespace TypedSessions.Storage;

/// <summary>
/// An engine that can load on the calling thread. Optional: implement it if the store is remote and its client has synchronous calls.
/// </summary>
/// <remarks>
/// Code that accesses <c>HttpContext.Session</c> without awaiting <c>LoadAsync</c> first blocks a thread until the record is there. If all
/// threads of the pool are blocked, none is left to receive the answers of asynchronous calls. Engines without this interface are loaded
/// by <see cref="ISessionEngine.LoadAsync"/>, which the thread waits for.
/// </remarks>
public interface ISynchronousSessionEngine : ISessionEngine
{
    /// <summary>Loads a record like <see cref="ISessionEngine.LoadAsync"/>, without the help of another thread.</summary>
    /// <param name="key">The record's key.</param>
    /// <param name="timeout">
    /// The longest time to wait, as far as the store's client can limit it; what it cannot limit may take longer.
    /// </param>
    /// <returns>The record, or <see langword="null"/> if there is none or it has expired.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="timeout"/> is zero or negative.</exception>
    /// <exception cref="SessionEngineException">The store failed, or did not answer in time.</exception>
    SessionRecord? Load(SessionKey key, TimeSpan timeout);
}
