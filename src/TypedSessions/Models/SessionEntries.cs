namespace TypedSessions.Models;

/// <summary>
/// The values of a session by key, for code that has no model: each is a model of
/// one property. So they are cached, compared and noticed as those of models are.
/// </summary>
internal sealed class SessionEntries(ISession session)
{
    private readonly Dictionary<(string Key, object Codec), SessionEntry> _entries = [];

    /// <summary>The entry of a key as values of one type.</summary>
    public SessionEntry<T> Of<T>(string key, SessionCodec<T> codec)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(codec);
        if (_entries.TryGetValue((key, codec), out var entry))
        {
            return (SessionEntry<T>)entry;
        }

        var created = new SessionEntry<T>(session, new SessionProperty<T>(0, key, key, codec));
        _entries.Add((key, codec), created);
        return created;
    }
}
