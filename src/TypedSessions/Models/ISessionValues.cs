using System.Text.Json;

namespace TypedSessions;

/// <summary>What a <see cref="SessionView"/> needs of the session behind it.</summary>
internal interface ISessionValues
{
    /// <summary>The session as the world knows it.</summary>
    ISession Session { get; }

    /// <summary>
    /// Another number whenever any value may have changed without the view's doing.
    /// While it stays, what the view decoded is good; reading it costs nothing.
    /// </summary>
    int Stamp { get; }

    /// <summary>
    /// The stored bytes of a key. Loads the session and counts as access. The bytes stay as they are, also when the key is set anew.
    /// </summary>
    bool TryGet(string key, out ReadOnlyMemory<byte> value);

    /// <summary>
    /// Whether a value that is set is stored even if it is equal to the one that was loaded, because that one may be out of date.
    /// </summary>
    bool StoresEqualValues => false;

    /// <summary>Gets whether each value that is set is checked to come back, and not only the first ones of a type.</summary>
    bool ChecksEachValue => false;

    /// <summary>Gets the options for JSON by reflection; <see langword="null"/> for the defaults.</summary>
    JsonSerializerOptions? JsonSerializerOptions => null;

    /// <summary>
    /// Sets a key to bytes that the caller gives away. Bytes that are equal to the stored ones change nothing, except with <see
    /// cref="StoresEqualValues"/>.
    /// </summary>
    /// <exception cref="InvalidOperationException">The session would exceed its limit, or can no longer be established.</exception>
    void Set(string key, ReadOnlyMemory<byte> value);

    /// <summary>Removes a key, if it is there.</summary>
    void Remove(string key);

    /// <summary>Whether a key differs from what is stored: set, or removed. Values changed in place are not looked at.</summary>
    bool IsModified(string key);

    /// <summary>
    /// From now on <see cref="SessionView.CaptureChanges()"/> is called before anything is committed or asked for modifications,
    /// and <see cref="SessionView.Forget"/> when the session is cleared or abandoned, so that what was changed in place before goes
    /// as well. Called once by a view that gave out a value that can change in place. A session without such a moment ignores it.
    /// </summary>
    void Track(SessionView view);

    /// <summary>The values by key, for code that has no model.</summary>
    SessionEntries Entries { get; }

    /// <summary>A stored value could not be decoded and reads as absent: one log event and one count.</summary>
    void ReportUnreadable(string key, Exception exception);

    /// <summary>A stored value was read as a binary number, and is also one in text: one log event.</summary>
    void ReportAmbiguous(string key)
    {
    }

    /// <summary>A model over the session.</summary>
    T Model<T>()
        where T : class, ISessionModel<T>
        => T.Open(new SessionView(Session, T.Properties));
}
