namespace TypedSessions.Storage;

/// <summary>
/// An engine that keeps nothing itself: a session's record travels, sealed, with whoever holds
/// the session. It seals and opens texts; it knows nothing of HTTP or of how a text is carried.
/// </summary>
/// <remarks>
/// What the other methods of <see cref="ISessionEngine"/> ask for, a record by its
/// key alone, it does not have: it throws <see cref="NotSupportedException"/> there.
/// </remarks>
public interface IClientSessionEngine : ISessionEngine
{
    /// <summary>
    /// How many bytes a session's values may take, so that they fit whatever they are: the limit that holds when a value is set.
    /// </summary>
    int MaxSize { get; }

    /// <summary>Opens a text.</summary>
    /// <returns>
    /// The session, or <see langword="null"/> when the text was not sealed here, was
    /// altered, is sealed with a key that is gone, or holds a session that has ended.
    /// </returns>
    /// <exception cref="SessionEngineException">The keys cannot be had at the moment: it says nothing about the text.</exception>
    StoredSession? Open(string text);

    /// <summary>Seals a session into a text of the characters that a cookie may carry.</summary>
    /// <exception cref="SessionEngineException">The session is too large, or the keys cannot be had.</exception>
    string Seal(StoredSession session);
}
