using System.ComponentModel;
using System.Text.Json;

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
    [EditorBrowsable(EditorBrowsableState.Never)]
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
    [EditorBrowsable(EditorBrowsableState.Never)]
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
    public override object? Decode(ReadOnlySpan<byte> stored, JsonSerializerOptions? options = null) => Codec.With(options).Decode(stored);

    internal T Default => _createDefault is null ? _default : _createDefault();
}
