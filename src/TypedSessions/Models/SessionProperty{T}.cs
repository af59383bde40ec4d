using System.Buffers;

namespace TypedSessions;

/// <inheritdoc/>
/// <typeparam name="T">The property's type, without the <c>?</c> of a reference type.</typeparam>
public sealed class SessionProperty<T> : SessionProperty
{
    private readonly T _default;
    private readonly Func<T>? _createDefault;

    /// <summary>A property whose default is a value that cannot change.</summary>
    /// <param name="index">The property's place among those of its model, from 0.</param>
    /// <param name="name">The property's name.</param>
    /// <param name="key">The key in the session.</param>
    /// <param name="codec">How values become bytes.</param>
    /// <param name="defaultValue">What the property reads as while its key is absent.</param>
    public SessionProperty(int index, string name, string key, SessionCodec<T> codec, T defaultValue = default!)
        : base(index, name, key)
    {
        Codec = codec;
        _default = defaultValue;
    }

    /// <summary>A property whose default is a new value each time: an empty collection, a new instance.</summary>
    /// <param name="index">The property's place among those of its model, from 0.</param>
    /// <param name="name">The property's name.</param>
    /// <param name="key">The key in the session.</param>
    /// <param name="codec">How values become bytes.</param>
    /// <param name="createDefault">Makes what the property reads as while its key is absent.</param>
    public SessionProperty(int index, string name, string key, SessionCodec<T> codec, Func<T> createDefault)
        : base(index, name, key)
    {
        Codec = codec;
        _default = default!;
        _createDefault = createDefault;
    }

    /// <inheritdoc/>
    public override Type Type => typeof(T);

    /// <summary>How values become bytes.</summary>
    public SessionCodec<T> Codec { get; }

    /// <inheritdoc/>
    public override object? Decode(ReadOnlySpan<byte> stored) => Codec.Decode(stored);

    internal T Default => _createDefault is null ? _default : _createDefault();

    internal void Encode(T value, IBufferWriter<byte> output)
    {
        try
        {
            Codec.Encode(value, output);
        }
        catch (Exception exception)
        {
            throw new InvalidOperationException(
                $"The property '{Name}' of type {TypeName.Short(typeof(T))} cannot be stored: {exception.Message}", exception);
        }
    }

    /// <summary>Checks that a value comes back as it was set.</summary>
    /// <exception cref="InvalidOperationException">It does not.</exception>
    internal void ThrowIfLost(T value, ReadOnlySpan<byte> encoded, bool checksEachValue)
    {
        try
        {
            Codec.ThrowIfLost(value, encoded, checksEachValue);
        }
        catch (Exception exception)
        {
            throw new InvalidOperationException(
                $"The property '{Name}' of type {TypeName.Short(typeof(T))} does not come back as it was set: {exception.Message}", exception);
        }
    }

    internal byte[] Encode(T value)
    {
        var buffer = EncodingBuffer.Rent();
        try
        {
            Encode(value, buffer);
            return buffer.WrittenSpan.ToArray();
        }
        finally
        {
            EncodingBuffer.Return(buffer);
        }
    }
}
