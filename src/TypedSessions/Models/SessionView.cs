using System.ComponentModel;
using System.Runtime.CompilerServices;
using TypedSessions.Models;
using TypedSessions.Sessions;

namespace TypedSessions;

/// <summary>
/// Provides the values of a model's properties to the generated half of the model. It caches decoded values until other code changes them
/// in the session. Not thread-safe, like the session.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed partial class SessionView : ITrackedView
{
    private readonly IReadOnlyList<SessionProperty> _properties;
    private IValueStore? _store;
    private PropertyValue?[]? _values;

    // The change version of the session up to which the values are current.
    private int _version = IValueStore.UnknownVersion;
    private bool _isTracked;

    // The view of the whole model, if this is that of an item of a map.
    private SessionView? _model;

    // Whether a value can expire, so that values are compared with the session's at each use.
    private bool _hasExpiringValues;

    /// <summary>Initializes a new instance with a private session in memory, for a model that is created with <c>new</c>.</summary>
    /// <param name="properties">The model's properties, each at its <see cref="SessionProperty.Index"/>.</param>
    public SessionView(IReadOnlyList<SessionProperty> properties)
    {
        ArgumentNullException.ThrowIfNull(properties);
        _properties = properties;
    }

    /// <summary>
    /// Initializes a new instance over a session. Only sessions of this library store values that were changed in place; in others such a
    /// value has to be set again.
    /// </summary>
    /// <param name="session">The session.</param>
    /// <param name="properties">The model's properties, each at its <see cref="SessionProperty.Index"/>.</param>
    public SessionView(ISession session, IReadOnlyList<SessionProperty> properties)
        : this(properties)
        => Session = session;

    /// <summary>Gets or sets the session of the model. Setting it drops the values of the previous session.</summary>
    /// <exception cref="ArgumentNullException">The value is <see langword="null"/>.</exception>
    public ISession Session
    {
        get => Store.Session;
        set
        {
            _store = ValueStores.Get(value, _properties);
            _values = null;
            _maps = null;
            _version = IValueStore.UnknownVersion;
            _isTracked = false;
        }
    }

    /// <summary>
    /// Gets the keys of properties that the model no longer has, which are removed when a property is written; <see langword="null"/> for
    /// none.
    /// </summary>
    public IReadOnlyList<string>? RetiredKeys { get; init; }

    /// <summary>Gets whether any property of the model differs from what is stored, including values that were changed in place.</summary>
    public bool IsModified
    {
        get
        {
            CaptureChanges();
            return _properties.Any(IsPropertyModified);
        }
    }

    /// <summary>
    /// Gets the names of the properties that differ from what is stored, in the order of their declaration, including values that were
    /// changed in place.
    /// </summary>
    public IReadOnlyList<string> ModifiedProperties
    {
        get
        {
            CaptureChanges();
            return [.. _properties.Where(IsPropertyModified).Select(static property => property.Name)];
        }
    }

    internal IValueStore Store => _store ??= PrivateSession.Create().Values;

    /// <summary>
    /// Returns the value of a property, or its default while it is absent or unreadable. A mutable value is the same object each time, and
    /// changing it changes the session.
    /// </summary>
    public T Get<T>(SessionProperty<T> property) => (Find(property) ?? Read(property)).Value;

    /// <summary>Gets the value of a property like <see cref="Get"/>. Returns <see langword="false"/> if it is the default.</summary>
    internal bool TryGet<T>(SessionProperty<T> property, out T value)
    {
        var found = Find(property) ?? Read(property);
        value = found.Value;
        return !found.IsDefault;
    }

    /// <summary>
    /// Sets a property. On an engine with fresh loads, a value that equals the current one changes nothing; <see langword="null"/> removes
    /// the key.
    /// </summary>
    /// <exception cref="InvalidOperationException">
    /// The value cannot be stored, the session would exceed its limit, or it can no longer be changed.
    /// </exception>
    public void Set<T>(SessionProperty<T> property, T? value)
    {
        if (value is null)
        {
            Remove(property);
            return;
        }

        // A former key is found by a read.
        var current = Find(property) ?? (property.Former is null ? null : Read(property));
        if (current is { IsStored: true } && property.Codec.AreSame(current.Value, value))
        {
            return;
        }

        current ??= Create(property);
        var version = Store.ChangeVersion;
        current.Set(value);
        RemoveStale(version, isSet: true);
        Keep(current);
    }

    /// <summary>Returns a view over the values of a session: of an item of a model, or of a single key without one.</summary>
    internal static SessionView Over(
        IValueStore store, IReadOnlyList<SessionProperty> properties, SessionView? model = null)
        => new(properties) { _store = store, _model = model };

    /// <summary>Removes a property's keys from the session, former ones included.</summary>
    internal void Remove(SessionProperty property)
    {
        Refresh();
        var version = Store.ChangeVersion;
        foreach (var key in property.GetKeys(Store))
        {
            Store.Remove(key, property.CreateRemovalMerge());
        }

        RemoveStale(version, isSet: true);
        MarkCurrent();
        if (_values is not null)
        {
            _values[property.Index] = null;
        }

        _maps?[property.Index]?.Forget();
    }

    /// <inheritdoc cref="ITrackedView.CaptureChanges"/>
    internal void CaptureChanges()
    {
        CaptureChanges(skipUnstorable: false);
        CaptureMaps();
    }

    /// <inheritdoc cref="ITrackedView.Forget"/>
    internal void Forget() => _values.AsSpan().Clear();

    void ITrackedView.CaptureChanges(bool skipUnstorable) => CaptureChanges(skipUnstorable);

    void ITrackedView.Forget() => Forget();

    private void CaptureChanges(bool skipUnstorable)
    {
        Refresh();
        foreach (var value in _values.AsSpan())
        {
            try
            {
                CaptureChange(value);
            }
            catch (InvalidOperationException) when (skipUnstorable)
            {
                // The application has received the same exception before, and still sends its response.
            }
        }
    }

    private void CaptureChange(PropertyValue? value)
    {
        if (value is { IsTracked: true })
        {
            var version = Store.ChangeVersion;
            value.CaptureChange();
            RemoveStale(version, isSet: false);
            MarkCurrent();
        }
    }

    private PropertyValue<T>? Find<T>(SessionProperty<T> property)
    {
        Refresh();

        // Only a value of this type has this property. A cast to a shared generic type would cost more than the rest of the access.
        return _values?[property.Index] is { } value && value.Property == property ? Unsafe.As<PropertyValue<T>>(value) : null;
    }

    // Drops the values that other code has changed. The others stay, so that an object that was returned before is still the current one.
    private void Refresh()
    {
        var version = Store.ChangeVersion;
        if (version == _version && version != IValueStore.UnknownVersion)
        {
            return;
        }

        foreach (ref var value in _values.AsSpan())
        {
            if (value is not null && !value.IsCurrent())
            {
                value = null;
            }
        }

        MarkCurrent();
    }

    private void MarkCurrent() => _version = _hasExpiringValues ? IValueStore.UnknownVersion : Store.ChangeVersion;

    private PropertyValue<T> Read<T>(SessionProperty<T> property)
    {
        var value = Create(property);
        value.Read();
        Keep(value);
        return value;
    }

    private PropertyValue<T> Create<T>(SessionProperty<T> property)
        => _properties[property.Index] == property
            ? new PropertyValue<T>(property, property.GetStore(Store))
            : throw new ArgumentException($"The property '{property.Name}' belongs to another model.", nameof(property));

    private bool IsPropertyModified(SessionProperty property)
        => property.GetKeys(Store).Any(key => Store.IsModified(key));

    // A session that does not report changes is written when a property is set.
    private void RemoveStale(int versionBefore, bool isSet)
    {
        var model = _model ?? this;
        var expiring = model._properties is [var first, ..] ? first.ExpiringProperties : [];
        if ((model.RetiredKeys is not null || expiring.Length > 0)
            && (Store.ChangeVersion != versionBefore || (isSet && versionBefore == IValueStore.UnknownVersion)))
        {
            StaleValues.Remove(Store, expiring, model.RetiredKeys);
        }
    }

    private void Keep(PropertyValue value)
    {
        _hasExpiringValues |= value.Property.Lifetime is not null;
        MarkCurrent();
        _values ??= new PropertyValue?[_properties.Count];
        _values[value.Property.Index] = value;
        if (value.IsTracked && !_isTracked)
        {
            _isTracked = true;
            Store.Track(this);
        }
    }
}
