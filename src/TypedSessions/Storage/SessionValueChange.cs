namespace TypedSessions.Storage;

/// <summary>One key that is set or removed.</summary>
public readonly struct SessionValueChange
{
    private readonly ValueKey _key;

    /// <summary>A change of one key.</summary>
    /// <param name="key">The key, ordinal.</param>
    /// <param name="value">Its new value; <see langword="null"/> removes the key.</param>
    /// <exception cref="ArgumentException"><paramref name="key"/> is not well-formed UTF-16.</exception>
    public SessionValueChange(string key, ReadOnlyMemory<byte>? value)
        : this(new ValueKey(key), value)
    {
    }

    internal SessionValueChange(ValueKey key, ReadOnlyMemory<byte>? value)
    {
        key.ThrowIfMalformed();
        _key = key;
        Value = value;
    }

    /// <summary>The key.</summary>
    public string Key => _key.Text;

    /// <summary>The new value, or <see langword="null"/> when the key goes.</summary>
    public ReadOnlyMemory<byte>? Value { get; }

    internal ReadOnlyMemory<byte> Utf8Key => _key.Utf8Bytes;
}
