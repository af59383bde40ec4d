using System.Buffers;
using System.Text.Json;
using TypedSessions.Models.Codecs;

namespace TypedSessions;

/// <summary>
/// Converts values of one type to the bytes that a session stores, and back. Derive from it to store a property in another format:
/// <c>[SessionProperty(Codec = typeof(MoneyCodec))]</c>. One instance serves all sessions and threads.
/// </summary>
/// <typeparam name="T">The type of the values: the property's type without its <c>?</c>.</typeparam>
public abstract class SessionCodec<T>
{
    // Several values are verified, because the first ones may be empty, and an empty value survives any codec.
    private const int MaxChecks = 16;

    private int _checks;

    /// <summary>Initializes a new instance of the <see cref="SessionCodec{T}"/> class.</summary>
    protected SessionCodec()
    {
    }

    /// <summary>Gets whether code can change a value after it was read or set.</summary>
    /// <value>
    /// <see langword="true"/> to compare the value's stored form at each commit, and to store changes; <see langword="false"/> for
    /// immutable values.
    /// </value>
    public abstract bool IsMutable { get; }

    /// <summary>Writes the stored form of a value. It depends on the value only.</summary>
    /// <param name="value">The value, never <see langword="null"/>: a property without a value is not stored.</param>
    /// <param name="output">The buffer that receives the bytes.</param>
    /// <exception cref="Exception">
    /// The value cannot be stored. Setting the property throws an <see cref="InvalidOperationException"/> with this exception as its inner
    /// exception.
    /// </exception>
    public abstract void Encode(T value, IBufferWriter<byte> output);

    /// <summary>Reads a value from its stored form.</summary>
    /// <param name="stored">The bytes under the key, which an earlier version of the application may have written.</param>
    /// <returns>The value, a new object for each call if <see cref="IsMutable"/> is <see langword="true"/>.</returns>
    /// <exception cref="FormatException">The bytes are not a value of the type. The property reads as its default.</exception>
    public abstract T Decode(ReadOnlySpan<byte> stored);

    /// <summary>Gets the options with which values are stored as JSON; <see langword="null"/> if they are stored otherwise.</summary>
    internal virtual JsonSerializerOptions? JsonOptions => null;

    /// <summary>
    /// Returns whether two values certainly have the same stored form, without encoding them; <see langword="false"/> for mutable types.
    /// </summary>
    internal virtual bool AreSame(T left, T right) => false;

    /// <summary>Verifies that a value survives encoding and decoding.</summary>
    /// <param name="value">The value.</param>
    /// <param name="encoded">Its stored form.</param>
    /// <param name="verifyEachValue">Whether to verify the value even if enough others of the type were verified.</param>
    /// <exception cref="InvalidOperationException">The value does not survive.</exception>
    internal virtual void ThrowIfLost(T value, ReadOnlySpan<byte> encoded, bool verifyEachValue)
    {
        if (_checks >= MaxChecks && !verifyEachValue)
        {
            return;
        }

        if (FindLoss(value, encoded) is { } loss)
        {
            throw new InvalidOperationException(loss);
        }

        _checks++;
    }

    /// <summary>Returns what a value has lost in its stored form, or <see langword="null"/>.</summary>
    private protected virtual string? FindLoss(T value, ReadOnlySpan<byte> encoded) => CodecRoundTrip.FindLoss(this, value, encoded);

    /// <summary>Returns whether bytes in the codec's own form are also a number in text, which other code may have stored.</summary>
    internal virtual bool IsAmbiguous(ReadOnlySpan<byte> stored) => false;

    /// <summary>Returns the codec that writes and reads JSON with the application's options, if it does so by reflection.</summary>
    internal virtual SessionCodec<T> With(JsonSerializerOptions? options) => this;
}
