namespace TypedSessions.Storage;

/// <summary>
/// An engine whose store is divided by the records' keys, and which rotates a session, or counts the sessions of a user, only within one
/// part. Optional: without it, a session can get any new key.
/// </summary>
public interface ISessionKeyPlacement
{
    /// <summary>
    /// Returns whether a session can be rotated from one key to another. New keys are drawn at random until one is accepted, so the
    /// engine accepts at least one of some hundred.
    /// </summary>
    /// <param name="key">The session's old key.</param>
    /// <param name="newKey">The session's new key.</param>
    bool CanRotate(SessionKey key, SessionKey newKey);

    /// <summary>
    /// Returns whether the session of a user can have a key. New keys are drawn at random until one is accepted. By default every key is.
    /// </summary>
    /// <param name="newKey">The session's key.</param>
    /// <param name="owner">The user's id.</param>
    bool CanPlace(SessionKey newKey, string owner) => true;
}
