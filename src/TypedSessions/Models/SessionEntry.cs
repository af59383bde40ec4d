namespace TypedSessions.Models;

/// <summary>What a session has under one key.</summary>
internal abstract class SessionEntry;

/// <inheritdoc/>
/// <typeparam name="T">The type of the value.</typeparam>
internal sealed class SessionEntry<T>(ISession session, SessionProperty<T> property) : SessionEntry
{
    private readonly SessionView _view = new(session, [property]);

    public bool TryGet(out T value) => _view.TryGet(property, out value);

    public void Set(T? value) => _view.Set(property, value);

    public bool TryRemove(out T value)
    {
        var isThere = TryGet(out value);
        _view.Clear();
        return isThere;
    }
}
