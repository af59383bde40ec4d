namespace TypedSessions.Models;

/// <summary>The value of one key, for code that has no model: a view of one property.</summary>
/// <typeparam name="T">The type of the value.</typeparam>
internal sealed class SessionValueView<T>(ISession session, SessionProperty<T> property)
{
    private readonly SessionView _view = new(session, [property]);

    public bool TryGet(out T value) => _view.TryGet(property, out value);

    public void Set(T? value) => _view.Set(property, value);

    public bool TryRemove(out T value)
    {
        var isFound = TryGet(out value);
        _view.Clear();
        return isFound;
    }
}
