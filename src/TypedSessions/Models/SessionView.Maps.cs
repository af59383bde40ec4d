using TypedSessions.Models;

namespace TypedSessions;

/// <content>The maps of a model.</content>
public sealed partial class SessionView
{
    private ISessionMap?[]? _maps;

    /// <summary>Returns a map of the model, the same object each time.</summary>
    /// <param name="property">The property that has the map.</param>
    public SessionMap<TKey, TValue> GetMap<TKey, TValue>(SessionMapProperty<TKey, TValue> property)
        where TKey : notnull, IParsable<TKey>
    {
        ArgumentNullException.ThrowIfNull(property);
        _maps ??= new ISessionMap?[_properties.Count];
        return (SessionMap<TKey, TValue>)(_maps[property.Index] ??= new SessionMap<TKey, TValue>(this, property));
    }

    private void CaptureMaps()
    {
        foreach (var map in _maps.AsSpan())
        {
            map?.CaptureChanges();
        }
    }
}
