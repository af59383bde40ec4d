using System.Diagnostics.CodeAnalysis;

namespace TypedSessions.Storage;

/// <summary>A key that is set or removed.</summary>
public readonly struct SessionValueChange
{
    /// <summary>Initializes a new instance for a key.</summary>
    /// <param name="key">The key, which is compared ordinally.</param>
    /// <param name="value">The new value; <see langword="null"/> to remove the key.</param>
    /// <exception cref="ArgumentException"><paramref name="key"/> is not well-formed UTF-16.</exception>
    public SessionValueChange(string key, ReadOnlyMemory<byte>? value)
        : this(new ValueKey(key), value)
    {
    }

    internal SessionValueChange(ValueKey key, ReadOnlyMemory<byte>? value, SessionValueMerge? merge = null)
    {
        key.ThrowIfMalformed();
        ValueKey = key;
        Value = value;
        Merge = merge;
    }

    /// <summary>Gets the key.</summary>
    public string Key => ValueKey.Text;

    /// <summary>Gets the new value; <see langword="null"/> if the key is removed.</summary>
    public ReadOnlyMemory<byte>? Value { get; }

    /// <summary>
    /// Gets how the change is merged with another request's change of the key; <see langword="null"/> if the later commit wins.
    /// </summary>
    public SessionValueMerge? Merge { get; }

    /// <summary>Gets the key with its UTF-8 form.</summary>
    internal ValueKey ValueKey { get; }

    /// <summary>Gets the key in UTF-8.</summary>
    internal ReadOnlyMemory<byte> Utf8Key => ValueKey.Utf8Bytes;

    /// <summary>Returns whether another request has changed the value that this change was made to.</summary>
    /// <param name="stored">The stored values.</param>
    /// <param name="theirs">The stored value; <see langword="null"/> if there is none.</param>
    [MemberNotNullWhen(true, nameof(Merge))]
    internal bool NeedsMerge(SessionValues stored, out ReadOnlyMemory<byte>? theirs)
    {
        theirs = Merge is null ? default(ReadOnlyMemory<byte>?) : stored.Find(ValueKey);
        return Merge is not null && !SessionValues.AreEqual(Merge.Base, theirs);
    }
}
