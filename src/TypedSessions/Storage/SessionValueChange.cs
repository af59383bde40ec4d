namespace TypedSessions.Storage;

/// <summary>One key that is set or removed.</summary>
public readonly struct SessionValueChange
{
    /// <summary>A change of one key.</summary>
    /// <param name="key">The key, ordinal.</param>
    /// <param name="value">Its new value; <see langword="null"/> removes the key.</param>
    /// <exception cref="ArgumentException"><paramref name="key"/> is not well-formed UTF-16.</exception>
    public SessionValueChange(string key, ReadOnlyMemory<byte>? value)
    {
        ArgumentNullException.ThrowIfNull(key);
        Key = key;
        Utf8Key = SessionValues.EncodeKey(key);
        Value = value;
    }

    /// <summary>The key.</summary>
    public string Key { get; }

    /// <summary>The new value, or <see langword="null"/> when the key goes.</summary>
    public ReadOnlyMemory<byte>? Value { get; }

    internal ReadOnlyMemory<byte> Utf8Key { get; }
}
