using TypedSessions.Sessions;

namespace TypedSessions.Models;

/// <summary>The view of one property, for keys that are only known at run time.</summary>
/// <typeparam name="T">The type of the value.</typeparam>
/// <param name="store">The values of the session.</param>
/// <param name="property">How the value is stored.</param>
/// <param name="model">The view of the model that has the value in a map; <see langword="null"/> for a single key.</param>
internal sealed class SessionValueView<T>(IValueStore store, SessionProperty<T> property, SessionView? model = null)
{
    private readonly SessionView _view = SessionView.Over(store, [property], model);

    public T Get() => _view.Get(property);

    public bool TryGet(out T value) => _view.TryGet(property, out value);

    public void Set(T? value) => _view.Set(property, value);

    /// <inheritdoc cref="SessionView.Contains(SessionProperty)"/>
    public bool Contains() => _view.Contains(property);

    /// <summary>Removes the key, if it exists.</summary>
    public void Remove() => _view.Clear();

    public bool TryRemove(out T value)
    {
        var isFound = TryGet(out value);
        Remove();
        return isFound;
    }

    /// <inheritdoc cref="ITrackedView.CaptureChanges"/>
    public void CaptureChanges() => _view.CaptureChanges();

    /// <inheritdoc cref="ITrackedView.Forget"/>
    public void Forget() => _view.Forget();
}
