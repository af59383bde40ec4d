namespace TypedSessions.Sessions;

/// <summary>The keys of a model behind a prefix that the application gives. Those of its properties are composed once.</summary>
internal sealed class PrefixedKeys
{
    // Compared by reference, because a property passes the same array each time.
    private readonly Dictionary<byte[], ValueKey> _keys = new(ReferenceEqualityComparer.Instance);
    private readonly string _prefix;

    /// <param name="prefix">The prefix.</param>
    /// <param name="keys">The keys of the model's properties.</param>
    public PrefixedKeys(string prefix, IEnumerable<ValueKey> keys)
    {
        _prefix = prefix;
        foreach (var key in keys)
        {
            _keys[key.Utf8Bytes] = Compose(key.Text);
        }
    }

    /// <summary>Returns the key in the session.</summary>
    public ValueKey Get(ValueKey key) => _keys.TryGetValue(key.Utf8Bytes, out var composed) ? composed : Compose(key.Text);

    /// <summary>Returns the keys that have the prefix, without it.</summary>
    public IEnumerable<string> Strip(IEnumerable<string> keys)
        => keys.Where(key => key.StartsWith(_prefix, StringComparison.Ordinal)).Select(key => key[_prefix.Length..]);

    private ValueKey Compose(string key) => new(_prefix + key);
}
