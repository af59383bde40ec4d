using System.Buffers;
using System.Text.Json;

namespace TypedSessions;

/// <summary>Turns values of one type into the bytes that a session keeps, and back. Stateless; one instance serves all.</summary>
/// <typeparam name="T">The type of the values.</typeparam>
public abstract class SessionCodec<T>
{
    private protected SessionCodec()
    {
    }

    /// <summary>
    /// Whether a value can change while somebody holds it. Values that can are compared
    /// with what is stored at commit, in their stored form; the others never are.
    /// </summary>
    public abstract bool IsMutable { get; }

    /// <summary>Writes a value, which is not <see langword="null"/>.</summary>
    public abstract void Encode(T value, IBufferWriter<byte> output);

    /// <summary>Reads what <see cref="Encode"/> wrote.</summary>
    /// <exception cref="FormatException">The bytes are not a value of the type.</exception>
    public abstract T Decode(ReadOnlySpan<byte> stored);

    /// <summary>
    /// Whether two values certainly have the same stored form, told without encoding them. <see langword="false"/> where only their
    /// encoding can tell, and for mutable types.
    /// </summary>
    internal abstract bool AreSame(T left, T right);

    /// <summary>Checks that a value comes back as it was set, where the type does not say so.</summary>
    /// <param name="value">The value.</param>
    /// <param name="encoded">Its stored form.</param>
    /// <param name="checksEachValue">Whether to check it although others of the type came back.</param>
    /// <exception cref="InvalidOperationException">It does not.</exception>
    internal virtual void ThrowIfLost(T value, ReadOnlySpan<byte> encoded, bool checksEachValue)
    {
    }

    /// <summary>Returns whether bytes in the codec's own form are also a number that another helper may have stored as text.</summary>
    internal virtual bool IsAmbiguous(ReadOnlySpan<byte> stored) => false;

    /// <summary>Returns the codec that writes and reads JSON with the application's options, where it does so by reflection.</summary>
    internal virtual SessionCodec<T> With(JsonSerializerOptions? options) => this;
}
