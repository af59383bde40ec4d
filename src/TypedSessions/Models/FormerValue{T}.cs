using TypedSessions.Models.Merging;
using TypedSessions.Sessions;

namespace TypedSessions.Models;

/// <summary>
/// The value of a property that has former keys. The first key that exists has the value, and the property's own key is the first. A value
/// is written under its own key and the former ones are removed, or, with <see cref="SessionProperty{T}.KeepFormer"/>, under the key that
/// has it.
/// </summary>
internal sealed class FormerValue<T>(SessionProperty<T> property, IReadOnlyList<SessionFormerKey<T>> keys, IValueStore store)
{
    private SessionFormerKey<T>? _source;

    /// <summary>Gets the former key under which the value is written; <see langword="null"/> for the property's own key.</summary>
    public SessionFormerKey<T>? Target { get; private set; }

    /// <summary>Gets whether the value was read from a former key and will be written under the property's own.</summary>
    public bool IsUpgraded => _source is not null && Target is null;

    /// <summary>Gets or sets the form of the upgraded value, with which changes are compared and merged.</summary>
    public ReadOnlyMemory<byte>? Upgraded { get; set; }

    /// <summary>Gets the key that has the value.</summary>
    public ValueKey SourceKey => _source?.ValueKey ?? property.ValueKey;

    /// <summary>Finds the stored bytes.</summary>
    public bool TryFind(out ReadOnlyMemory<byte> stored)
    {
        var isFound = TryFind(out _source, out stored);
        Target = !property.KeepFormer ? null : isFound ? _source : keys[0];
        return isFound;
    }

    /// <summary>Returns whether any of the keys exists.</summary>
    public bool Exists() => TryFind(out SessionFormerKey<T>? _, out _);

    /// <summary>Returns whether the session has the same bytes under the same key as when they were found.</summary>
    public bool IsCurrent(ReadOnlyMemory<byte>? stored)
        => TryFind(out var source, out var current) == stored.HasValue
            && ReferenceEquals(source, _source)
            && current.Span.SequenceEqual(stored.GetValueOrDefault().Span);

    /// <summary>Returns the codec of a key, with the application's options for JSON.</summary>
    public SessionCodec<T> GetCodec(SessionFormerKey<T>? key) => (key?.Codec ?? property.Codec).With(store.JsonSerializerOptions);

    /// <summary>Returns the codec that reads the stored bytes.</summary>
    public SessionCodec<T> GetSourceCodec() => GetCodec(_source);

    /// <summary>Marks the stored bytes as unreadable, so that they are not overwritten.</summary>
    public void MarkUnreadable() => Target = null;

    /// <summary>Sets the value.</summary>
    /// <param name="encoded">The value in the form of <see cref="Target"/>.</param>
    /// <param name="removeFormer">Whether to remove the former keys if the property's own is set.</param>
    public void Set(byte[] encoded, bool removeFormer)
    {
        if (Target is { } target)
        {
            store.Set(target.ValueKey, encoded, CreateMerge(target));
        }
        else if (removeFormer && !property.KeepFormer)
        {
            Move(encoded);
        }
        else
        {
            store.Set(property.ValueKey, encoded, CreateMerge());
        }

        _source = Target;
    }

    // The former keys are removed first, because the session may have no space for both.
    private void Move(byte[] encoded)
    {
        var removed = new List<(ValueKey Key, ReadOnlyMemory<byte> Value)>();
        foreach (var key in property.FormerKeys)
        {
            if (store.TryGet(key, out var value))
            {
                removed.Add((key, value));
            }

            store.Remove(key, property.CreateRemovalMerge() ?? new FormerRemoval());
        }

        try
        {
            store.Set(property.ValueKey, encoded, CreateMerge());
        }
        catch
        {
            removed.ForEach(it => store.Set(it.Key, it.Value));
            throw;
        }
    }

    private SessionValueMerge? CreateMerge(SessionFormerKey<T>? target = null)
        => property.Merge is null ? null
            : target?.Codec is null ? new PropertyMerge<T>(property, GetCodec(null)) { Upgraded = Upgraded }
            : new FormerMerge<T>(property, GetCodec(null), GetCodec(target));

    private bool TryFind(out SessionFormerKey<T>? source, out ReadOnlyMemory<byte> stored)
    {
        source = null;
        if (store.TryGet(property.ValueKey, out stored))
        {
            return true;
        }

        foreach (var key in keys)
        {
            if (store.TryGet(key.ValueKey, out stored))
            {
                source = key;
                return true;
            }
        }

        return false;
    }
}
