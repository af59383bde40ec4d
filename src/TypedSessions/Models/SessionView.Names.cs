using TypedSessions.Models;

namespace TypedSessions;

/// <content>The operations on properties by their names.</content>
public sealed partial class SessionView
{
    /// <summary>Returns whether the session has a value for a property. A default counts once it was changed in place.</summary>
    /// <param name="propertyName">The property's name: <c>nameof(Model.X)</c>.</param>
    /// <exception cref="ArgumentException">The model has no such property.</exception>
    public bool Contains(string propertyName) => Contains(_properties.Get(propertyName));

    /// <inheritdoc cref="Contains(string)"/>
    internal bool Contains(SessionProperty property)
    {
        Refresh();
        CaptureChange(_values?[property.Index]);
        _maps?[property.Index]?.CaptureChanges();
        var store = property.GetStore(Store);
        return property.GetKeys(Store).Any(key => store.TryGet(key, out _));
    }

    /// <summary>Removes a property's key from the session, if it exists.</summary>
    /// <param name="propertyName">The property's name: <c>nameof(Model.X)</c>.</param>
    /// <exception cref="ArgumentException">The model has no such property.</exception>
    public void Remove(string propertyName) => Remove(_properties.Get(propertyName));

    /// <summary>Keeps the value of a flash property for a later request, whether or not this one reads it.</summary>
    /// <param name="propertyName">The property's name: <c>nameof(Model.X)</c>.</param>
    /// <exception cref="ArgumentException">The model has no such property, or its values are not removed when they are read.</exception>
    public void Keep(string propertyName)
    {
        var property = _properties.Get(propertyName);
        if (!property.IsFlash)
        {
            throw new ArgumentException(
                $"The property '{propertyName}' is not removed when it is read. Remove the call, or add [SessionProperty(Flash = true)].",
                nameof(propertyName));
        }

        foreach (var key in property.GetKeys(Store))
        {
            Store.Keep(key);
        }
    }

    /// <summary>Removes the keys of all the model's properties. Other keys of the session stay.</summary>
    public void Clear()
    {
        foreach (var property in _properties)
        {
            Remove(property);
        }
    }
}
