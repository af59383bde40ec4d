using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using TypedSessions.Models;
using TypedSessions.Models.Codecs;
using TypedSessions.Sessions;

namespace TypedSessions;

/// <summary>Describes how a <see cref="SessionMap{TKey, TValue}"/> of a model is stored. Created by generated code.</summary>
/// <typeparam name="TKey">The type of the keys.</typeparam>
/// <typeparam name="TValue">The type of the values.</typeparam>
public sealed class SessionMapProperty<TKey, TValue> : SessionProperty
    where TKey : notnull, IParsable<TKey>
{
    private readonly SessionProperty<TValue> _item;

    /// <summary>Initializes a new instance of the <see cref="SessionMapProperty{TKey, TValue}"/> class.</summary>
    /// <param name="item">How each item is stored, with the pattern of the keys in place of a key: <c>cart-{0}</c>.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public SessionMapProperty([NotNull] SessionProperty<TValue> item)
        : base(item.Index, item.Name, item.Key)
    {
        _item = item;
        Merge = item.Merge;
        IsFlash = item.IsFlash;
        Lifetime = item.Lifetime;
        FormerKeys = item.FormerKeys;
    }

    /// <inheritdoc/>
    public override Type Type => typeof(TValue);

    /// <inheritdoc/>
    public override bool Matches(string key) => TryParse(Key, key, out _);

    /// <inheritdoc/>
    public override object? Decode(ReadOnlySpan<byte> stored, JsonSerializerOptions? options = null) => _item.Decode(stored, options);

    /// <summary>Returns the text of a key, under which its item is stored.</summary>
    /// <exception cref="ArgumentException">The key cannot be parsed from its text, so the item could not be found.</exception>
    internal string GetText(TKey key)
    {
        var text = Format(key);
        if (!TryParse(text, out var same) || !same.Equals(key))
        {
            throw new ArgumentException(
                $"A key of '{Name}' is not restored from its text, because {TypeName.Short(typeof(TKey))} does not parse the text that "
                + "its ToString returns. Use a string, an integer or a Guid.",
                nameof(key));
        }

        return text;
    }

    /// <summary>Returns the property of an item.</summary>
    /// <param name="text">The text of the item's key.</param>
    /// <exception cref="ArgumentException">The item's key in the session is reserved.</exception>
    internal SessionProperty<TValue> GetItem(string text)
    {
        var item = _item.ForItem(text);
        ReservedKeys.ThrowIfReserved(item.Key);
        return item;
    }

    /// <summary>Returns the keys of the items that a session has.</summary>
    internal IEnumerable<TKey> FindItems(IValueStore store)
    {
        var values = GetStore(store);
        return FindKeys(store).Where(found => values.TryGet(found.Key, out _)).Select(static found => found.Item).DistinctBy(Format);
    }

    internal override IReadOnlyList<ValueKey> GetKeys(IValueStore store)
        => [.. FindKeys(store).Select(static found => new ValueKey(found.Key))];

    internal override SessionValueMerge? CreateRemovalMerge() => _item.CreateRemovalMerge();

    private static string Format(TKey key)
        => (key is IFormattable formattable ? formattable.ToString(null, CultureInfo.InvariantCulture) : key.ToString()) ?? "";

    private static bool TryParse(string text, [MaybeNullWhen(false)] out TKey key)
        => TKey.TryParse(text, CultureInfo.InvariantCulture, out key);

    // A key that would be written in another form, such as 007, is not that of an item.
    private static bool TryParse(string pattern, string key, [MaybeNullWhen(false)] out TKey item)
    {
        item = default;
        return KeyPattern.FindItem(pattern, key) is { } text && TryParse(text, out item) && Format(item) == text;
    }

    // Includes the keys of removed items, because they are changes of the map.
    private List<(string Key, TKey Item)> FindKeys(IValueStore store)
    {
        var found = new List<(string, TKey)>();
        foreach (var key in store.Keys.Union(store.ModifiedKeys))
        {
            foreach (var pattern in FormerKeys.Select(static former => former.Text).Prepend(Key))
            {
                if (TryParse(pattern, key, out var item))
                {
                    found.Add((key, item));
                    break;
                }
            }
        }

        return found;
    }
}
