using System.ComponentModel;
using System.Text.Json;
using TypedSessions.Models;
using TypedSessions.Models.Merging;

namespace TypedSessions;

/// <inheritdoc/>
/// <typeparam name="T">The property's type.</typeparam>
public sealed class SessionProperty<T> : SessionProperty
{
    private readonly T _default;
    private readonly Func<T>? _createDefault;

    /// <summary>Initializes a new instance for a property whose default is an immutable value.</summary>
    /// <param name="index">The property's place among those of its model, from 0.</param>
    /// <param name="name">The property's name.</param>
    /// <param name="key">The key in the session.</param>
    /// <param name="codec">The codec that encodes and decodes the values.</param>
    /// <param name="defaultValue">The value of the property while its key is absent.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public SessionProperty(int index, string name, string key, SessionCodec<T> codec, T defaultValue = default!)
        : base(index, name, key)
    {
        Codec = codec;
        _default = defaultValue;
    }

    /// <summary>Initializes a new instance for a property whose default is created each time, such as an empty collection.</summary>
    /// <param name="index">The property's place among those of its model, from 0.</param>
    /// <param name="name">The property's name.</param>
    /// <param name="key">The key in the session.</param>
    /// <param name="codec">The codec that encodes and decodes the values.</param>
    /// <param name="createDefault">Creates the value of the property while its key is absent.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public SessionProperty(int index, string name, string key, SessionCodec<T> codec, Func<T> createDefault)
        : base(index, name, key)
    {
        Codec = codec;
        _default = default!;
        _createDefault = createDefault;
    }

    private SessionProperty(SessionProperty<T> map, string item)
        : base(0, map.Name, KeyPattern.Format(map.Key, item))
    {
        Codec = map.Codec;
        _default = map._default;
        _createDefault = map._createDefault;
        Former = map.Former is { } former ? [.. former.Select(key => key.ForItem(item))] : null;
        KeepFormer = map.KeepFormer;
        Merge = map.Merge;
        IsFlash = map.IsFlash;
        Lifetime = map.Lifetime;
    }

    /// <inheritdoc/>
    public override Type Type => typeof(T);

    /// <summary>Gets the codec that encodes and decodes the values.</summary>
    public SessionCodec<T> Codec { get; }

    /// <summary>
    /// Gets the keys under which earlier versions of the model stored the property, in the order in which they are read;
    /// <see langword="null"/> for none.
    /// </summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public IReadOnlyList<SessionFormerKey<T>>? Former
    {
        get;
        init
        {
            field = value;
            FormerKeys = [.. (value ?? []).Select(static former => former.ValueKey)];
        }
    }

    /// <summary>Gets whether a value is written under a former key while the property's own key is absent.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public bool KeepFormer { get; init; }

    /// <inheritdoc/>
    public override object? Decode(ReadOnlySpan<byte> stored, JsonSerializerOptions? options = null)
    {
        if (Lifetime is not null && stored.Length < ExpiringValueStore.HeaderLength)
        {
            throw new FormatException($"The stored bytes of '{Key}' do not begin with the time at which the value expires.");
        }

        return Codec.With(options).Decode(Lifetime is null ? stored : stored[ExpiringValueStore.HeaderLength..]);
    }

    internal override SessionValueMerge? CreateRemovalMerge() => Merge is FailPlan ? new PropertyMerge<T>(this, Codec) : null;

    /// <summary>Returns the property of an item, if this property describes the items of a map.</summary>
    internal SessionProperty<T> ForItem(string item) => new(this, item);

    internal T Default => _createDefault is null ? _default : _createDefault();
}
