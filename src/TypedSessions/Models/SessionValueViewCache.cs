using TypedSessions.Sessions;

namespace TypedSessions.Models;

/// <summary>The views of single keys of a session, so that a mutable value is the same object each time.</summary>
internal sealed class SessionValueViewCache(IValueStore store)
{
    private readonly Dictionary<(string Key, object Codec), object> _views = [];

    /// <summary>Returns the view of a key as values of one type.</summary>
    public SessionValueView<T> GetOrAdd<T>(string key, SessionCodec<T> codec)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(codec);
        if (_views.TryGetValue((key, codec), out var view))
        {
            return (SessionValueView<T>)view;
        }

        var created = new SessionValueView<T>(store, new SessionProperty<T>(0, key, key, codec));
        _views.Add((key, codec), created);
        return created;
    }
}
