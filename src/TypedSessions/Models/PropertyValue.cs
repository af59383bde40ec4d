namespace TypedSessions.Models;

/// <summary>The value of one property, as a view last read or set it.</summary>
internal abstract class PropertyValue(SessionProperty property)
{
    /// <summary>Gets the property.</summary>
    public SessionProperty Property => property;

    /// <summary>Gets whether the value can change in place, so that it is compared with its stored form at the commit.</summary>
    public abstract bool IsTracked { get; }

    /// <summary>Returns whether the session still has the bytes under the key that the value was read from or set to.</summary>
    public abstract bool IsCurrent();

    /// <summary>Sets the value in the session, if it was changed in place.</summary>
    /// <exception cref="InvalidOperationException">The value cannot be stored.</exception>
    public abstract void CaptureChange();
}
