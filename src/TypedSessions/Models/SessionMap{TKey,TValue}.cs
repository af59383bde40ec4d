using System.Collections;
using System.Diagnostics.CodeAnalysis;
using TypedSessions.Models;

namespace TypedSessions;

/// <summary>
/// Represents values of a session that each have a key: the type of a <see cref="SessionPropertyAttribute"/> property with a
/// <see cref="SessionPropertyAttribute.Key"/> such as <c>cart-{0}</c>. Concurrent requests that change different items do not conflict. Not
/// thread-safe, like the session.
/// </summary>
/// <remarks>
/// A value that was read is the same object each time, and changing it in place changes the session, as with a property. An enumeration
/// returns the items that existed when it began and were not removed since, in no particular order.
/// </remarks>
/// <typeparam name="TKey">
/// The type of the keys, whose invariant text is part of the stored key: a string, an integer, a <see cref="Guid"/>, or a type that parses
/// what its <see cref="object.ToString"/> returns.
/// </typeparam>
/// <typeparam name="TValue">The type of the values. A map can store every type that a property can store.</typeparam>
public sealed class SessionMap<TKey, TValue> : IReadOnlyCollection<KeyValuePair<TKey, TValue>>, ISessionMap
    where TKey : notnull, IParsable<TKey>
{
    // Items by the text of their keys, because equal keys such as 1.0m and 1.00m can have different texts.
    private readonly Dictionary<string, SessionValueView<TValue>> _items = new(StringComparer.Ordinal);
    private readonly SessionView _view;
    private readonly SessionMapProperty<TKey, TValue> _property;

    internal SessionMap(SessionView view, SessionMapProperty<TKey, TValue> property)
    {
        _view = view;
        _property = property;
    }

    /// <summary>Gets the number of items.</summary>
    public int Count => FindKeys().Count;

    /// <summary>Gets the keys of the items.</summary>
    public IReadOnlyCollection<TKey> Keys => FindKeys();

    /// <summary>
    /// Gets or sets the value of an item. One that is absent or unreadable reads as its default, as a property does; setting <see
    /// langword="null"/> removes it.
    /// </summary>
    /// <param name="key">The item's key.</param>
    /// <exception cref="ArgumentException">The key cannot be parsed from its text, or results in a reserved key.</exception>
    /// <exception cref="InvalidOperationException">
    /// The value cannot be stored, the session would exceed its limit, or it can no longer be changed.
    /// </exception>
    [AllowNull]
    public TValue this[TKey key]
    {
        get => GetItem(key).Get();
        set
        {
            var item = GetItem(key);
            _property.RemoveExpired(_view.Store);
            item.Set(value);
        }
    }

    /// <summary>Returns whether the session has an item. A default counts once it was changed in place.</summary>
    /// <param name="key">The item's key.</param>
    /// <exception cref="ArgumentException">The key cannot be parsed from its text, or results in a reserved key.</exception>
    public bool ContainsKey(TKey key) => GetItem(key).Contains();

    /// <summary>Gets the value of an item. Returns whether there is one.</summary>
    /// <param name="key">The item's key.</param>
    /// <param name="value">The value; the default of its type without one.</param>
    /// <exception cref="ArgumentException">The key cannot be parsed from its text, or results in a reserved key.</exception>
    public bool TryGetValue(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        var item = GetItem(key);
        var exists = item.Contains();
        value = exists ? item.Get() : default;
        return exists;
    }

    /// <summary>Removes an item.</summary>
    /// <param name="key">The item's key.</param>
    /// <returns>Whether the session had it.</returns>
    /// <exception cref="ArgumentException">The key cannot be parsed from its text, or results in a reserved key.</exception>
    public bool Remove(TKey key)
    {
        var item = GetItem(key);
        var exists = item.Contains();
        item.Remove();
        return exists;
    }

    /// <summary>Removes all items.</summary>
    public void Clear() => _view.Remove(_property);

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<TKey, TValue>> GetEnumerator()
        => FindKeys().Where(ContainsKey).Select(key => KeyValuePair.Create(key, this[key])).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    void ISessionMap.CaptureChanges() => CaptureChanges();

    void ISessionMap.Forget()
    {
        foreach (var item in _items.Values)
        {
            item.Forget();
        }
    }

    private List<TKey> FindKeys()
    {
        CaptureChanges();
        return [.. _property.FindItems(_view.Store)];
    }

    private void CaptureChanges()
    {
        foreach (var item in _items.Values)
        {
            item.CaptureChanges();
        }
    }

    private SessionValueView<TValue> GetItem(TKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        var text = _property.GetText(key);
        if (!_items.TryGetValue(text, out var item))
        {
            item = new(_view.Store, _property.GetItem(text), _view);
            _items.Add(text, item);
        }

        return item;
    }
}
