using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using TypedSessions.Models;
using TypedSessions.Sessions;

namespace TypedSessions;

/// <summary>
/// A model's properties over a session: what the generated half of a model calls. It remembers what it decoded, and notices when the
/// value was changed by others. Like the session itself, it is not for several threads at a time.
/// </summary>
public sealed class SessionView : ITrackedView
{
    private readonly IReadOnlyList<SessionProperty> _properties;
    private IValueStore? _values;
    private SessionSlot?[]? _slots;

    // A slot is good while its generation is the view's; a new generation begins when the session's stamp moved without this view's doing.
    private int _stamp;
    private int _generation;
    private bool _isTracked;

    /// <summary>A view that has a session in memory to itself: that of a model made with <c>new</c>, as in unit tests.</summary>
    /// <param name="properties">The model's properties, each at its <see cref="SessionProperty.Index"/>.</param>
    public SessionView(IReadOnlyList<SessionProperty> properties)
    {
        ArgumentNullException.ThrowIfNull(properties);
        _properties = properties;
    }

    /// <summary>
    /// A view over any session. Values changed in place are noticed by sessions of
    /// this library only; with others they have to be set again.
    /// </summary>
    /// <param name="session">The session.</param>
    /// <param name="properties">The model's properties, each at its <see cref="SessionProperty.Index"/>.</param>
    public SessionView(ISession session, IReadOnlyList<SessionProperty> properties)
        : this(properties)
    {
        ArgumentNullException.ThrowIfNull(session);
        _values = session as IValueStore ?? new ForeignValueStore(session);
    }

    /// <summary>The session behind the model.</summary>
    public ISession Session => Values.Session;

    /// <summary>Whether any property of the model differs from what is stored. Looks at values that were changed in place.</summary>
    public bool IsModified
    {
        get
        {
            CaptureChanges();
            return _properties.Any(property => Values.IsModified(property.Key));
        }
    }

    /// <summary>
    /// The names of the properties that differ from what is stored, in the order of
    /// their declaration. Looks at values that were changed in place.
    /// </summary>
    public IReadOnlyList<string> ModifiedProperties
    {
        get
        {
            CaptureChanges();
            return [.. _properties.Where(property => Values.IsModified(property.Key)).Select(property => property.Name)];
        }
    }

    private IValueStore Values => _values ??= new DetachedSession();

    /// <summary>
    /// The value of a property, or its default while it is absent or unreadable. A mutable value is the same object each time; changing it
    /// changes the session.
    /// </summary>
    public T Get<T>(SessionProperty<T> property) => (Find(property) ?? Read(property)).Value;

    /// <summary>As <see cref="Get"/>, and tells whether the value is the session's and not the default.</summary>
    internal bool TryGet<T>(SessionProperty<T> property, out T value)
    {
        var slot = Find(property) ?? Read(property);
        value = slot.Value;
        return !slot.IsDefault;
    }

    /// <summary>
    /// Sets a property. A value equal to the present one changes nothing on an engine with fresh loads; <see langword="null"/> removes the
    /// key.
    /// </summary>
    /// <exception cref="InvalidOperationException">
    /// The value cannot be stored; or the session would exceed its limit, or can no longer be established.
    /// </exception>
    public void Set<T>(SessionProperty<T> property, T? value)
    {
        if (value is null)
        {
            Remove(property);
            return;
        }

        var slot = Find(property);
        if (slot is null || slot.IsDefault || !property.Codec.AreSame(slot.Value, value) || Values.StoresEqualValues)
        {
            Write(property, slot, value);
        }
    }

    /// <summary>Whether the session has a value for a property. A default counts once it was changed in place.</summary>
    /// <param name="propertyName">The property's name: <c>nameof(Model.X)</c>.</param>
    /// <exception cref="ArgumentException">The model has no such property.</exception>
    public bool Contains(string propertyName)
    {
        var property = Named(propertyName);
        Capture(_slots?[property.Index]);
        return Values.TryGet(property.Key, out _);
    }

    /// <summary>Removes a property's key from the session, if it is there.</summary>
    /// <param name="propertyName">The property's name: <c>nameof(Model.X)</c>.</param>
    /// <exception cref="ArgumentException">The model has no such property.</exception>
    public void Remove(string propertyName) => Remove(Named(propertyName));

    /// <summary>Removes the keys of all the model's properties. What else the session holds stays.</summary>
    public void Clear()
    {
        foreach (var property in _properties)
        {
            Remove(property);
        }
    }

    /// <summary>
    /// Hands over to the session what was changed in place. Where other code has set or removed the key since, that wins.
    /// </summary>
    internal void CaptureChanges() => CaptureChanges(skipsUnstorable: false);

    /// <inheritdoc cref="CaptureChanges()"/>
    /// <param name="skipsUnstorable">Whether values that cannot be stored are left as they are stored, and not an error.</param>
    internal void CaptureChanges(bool skipsUnstorable)
    {
        if (_isTracked)
        {
            foreach (var slot in _slots!)
            {
                Capture(slot, skipsUnstorable);
            }
        }
    }

    /// <summary>
    /// Lets go of all values: the session was emptied. Unlike <see
    /// cref="CaptureChanges()"/> first, this cannot fail, so neither can a logout.
    /// </summary>
    internal void Forget() => _slots.AsSpan().Clear();

    void ITrackedView.CaptureChanges(bool skipsUnstorable) => CaptureChanges(skipsUnstorable);

    void ITrackedView.Forget() => Forget();

    // The slot of a property if it is good. On the hot path: a stamp is compared, a slot is taken from an array, two fields are compared.
    private SessionSlot<T>? Find<T>(SessionProperty<T> property)
    {
        FollowStamp();
        return _slots?[property.Index] is { } slot && slot.Property == property && (slot.Generation == _generation || Revalidate(slot))
            ? Unsafe.As<SessionSlot<T>>(slot)
            : null;
    }

    private void FollowStamp()
    {
        var stamp = Values.ChangeVersion;
        if (stamp != _stamp)
        {
            _stamp = stamp;
            _generation++;
        }
    }

    // A slot whose bytes did not change stays, so that an object that was given out before is still the one that counts.
    private bool Revalidate(SessionSlot slot)
    {
        if (slot.Matches(Values))
        {
            slot.Generation = _generation;
            return true;
        }

        _slots![slot.Property.Index] = null;
        return false;
    }

    private SessionSlot<T> Read<T>(SessionProperty<T> property)
    {
        var slot = NewSlot(property);
        var isStored = Values.TryGet(property.Key, out var stored);
        if (!isStored || !TryRead(slot, stored))
        {
            slot.UseDefault(isUnreadable: isStored);
        }

        // Once more, because the first look may have loaded the session.
        FollowStamp();
        Keep(slot);
        return slot;
    }

    private bool TryRead<T>(SessionSlot<T> slot, ReadOnlyMemory<byte> stored)
    {
        try
        {
            slot.Read(stored);
            if (slot.IsAmbiguous)
            {
                Values.ReportAmbiguous(slot.Property.Key);
            }

            return true;
        }
        catch (FormatException exception)
        {
            Values.ReportUnreadable(slot.Property.Key, exception);
            return false;
        }
    }

    private void Write<T>(SessionProperty<T> property, SessionSlot<T>? slot, [DisallowNull] T value)
    {
        slot ??= NewSlot(property);
        var buffer = EncodingBuffer.Rent();
        try
        {
            slot.Encode(value, buffer);
            slot.ThrowIfLost(value, buffer.WrittenSpan, Values.ChecksEachValue);
            var bytes = !Values.StoresEqualValues && slot.Stored is { } stored && stored.Span.SequenceEqual(buffer.WrittenSpan)
                ? stored
                : Store(property.Key, buffer.WrittenSpan.ToArray());
            slot.Accept(value, bytes);
            Keep(slot);
        }
        finally
        {
            EncodingBuffer.Return(buffer);
        }
    }

    private ReadOnlyMemory<byte> Store(string key, byte[] bytes)
    {
        FollowStamp();
        Values.Set(key, bytes);
        _stamp = Values.ChangeVersion;
        return bytes;
    }

    private void Remove(SessionProperty property)
    {
        FollowStamp();
        Values.Remove(property.Key);
        _stamp = Values.ChangeVersion;
        if (_slots is not null)
        {
            _slots[property.Index] = null;
        }
    }

    private void Capture(SessionSlot? slot, bool skipsUnstorable)
    {
        try
        {
            Capture(slot);
        }
        catch (InvalidOperationException) when (skipsUnstorable)
        {
            // The application received the same exception before, and answers the request all the same.
        }
    }

    private void Capture(SessionSlot? slot)
    {
        if (slot is null || EncodeIfChanged(slot) is not { } bytes)
        {
            return;
        }

        FollowStamp();
        if (slot.Generation == _generation || Revalidate(slot))
        {
            ThrowIfUnreadable(slot);
            slot.ThrowIfLost(bytes, Values.ChecksEachValue);
            slot.MarkStored(Store(slot.Property.Key, bytes));
            slot.Generation = _generation;
        }
    }

    private static void ThrowIfUnreadable(SessionSlot slot)
    {
        if (slot.IsUnreadable)
        {
            throw new InvalidOperationException(
                $"The stored value of '{slot.Property.Key}' cannot be read, and a change in place of the default of '{slot.Property.Name}' would overwrite it. " +
                "Set the property to replace the stored value.");
        }
    }

    private byte[]? EncodeIfChanged(SessionSlot slot)
    {
        try
        {
            return slot.EncodeIfChanged();
        }
        catch (InvalidOperationException exception) when (slot.TryGiveUp())
        {
            Values.ReportUnreadable(slot.Property.Key, exception);
            return null;
        }
    }

    private SessionSlot<T> NewSlot<T>(SessionProperty<T> property)
        => _properties[property.Index] == property
            ? new SessionSlot<T>(property, property.Codec.With(Values.JsonSerializerOptions))
            : throw new ArgumentException($"The property '{property.Name}' belongs to another model.", nameof(property));

    private void Keep<T>(SessionSlot<T> slot)
    {
        slot.Generation = _generation;
        _slots ??= new SessionSlot?[_properties.Count];
        _slots[slot.Property.Index] = slot;
        if (slot.IsTracked && !_isTracked)
        {
            Values.Track(this);
            _isTracked = true;
        }
    }

    private SessionProperty Named(string propertyName)
    {
        ArgumentNullException.ThrowIfNull(propertyName);
        return _properties.FirstOrDefault(property => property.Name == propertyName) ?? throw new ArgumentException(
            $"The model has no property '{propertyName}'. It has: {string.Join(", ", _properties.Select(property => property.Name))}.",
            nameof(propertyName));
    }
}
