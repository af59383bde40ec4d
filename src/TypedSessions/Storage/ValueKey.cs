using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace TypedSessions.Storage;

/// <summary>The key of a value in a session, with its UTF-8 form, in which it is stored and compared.</summary>
internal readonly struct ValueKey
{
    // No stored key has these bytes, so a key that is not well-formed is never found.
    private static readonly byte[] Malformed = [0xFF];

    /// <summary>Initializes a new instance of the <see cref="ValueKey"/> struct.</summary>
    /// <param name="key">The key, ordinal.</param>
    public ValueKey(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        Text = key;
        var utf8 = new byte[Encoding.UTF8.GetByteCount(key)];
        Utf8Bytes = Utf8.FromUtf16(key, utf8, out _, out _, replaceInvalidSequences: false) is OperationStatus.Done ? utf8 : Malformed;
    }

    /// <summary>Gets the key as text.</summary>
    public string Text { get; }

    /// <summary>Gets the key as UTF-8.</summary>
    public byte[] Utf8Bytes { get; }

    /// <summary>Gets whether the key is well-formed UTF-16.</summary>
    public bool IsWellFormed => !ReferenceEquals(Utf8Bytes, Malformed);

    public static implicit operator ValueKey(string key) => new(key);

    /// <summary>Throws if the key has an unpaired surrogate, because two such keys could have the same UTF-8 form.</summary>
    /// <exception cref="ArgumentException">The key is not well-formed UTF-16.</exception>
    public void ThrowIfMalformed()
    {
        if (!IsWellFormed)
        {
            throw new ArgumentException("The session key has an unpaired surrogate. Use a key that is well-formed UTF-16.", "key");
        }
    }
}
