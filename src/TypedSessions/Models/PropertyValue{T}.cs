using System.Diagnostics.CodeAnalysis;
using TypedSessions.Sessions;

namespace TypedSessions.Models;

/// <inheritdoc/>
internal sealed partial class PropertyValue<T>(SessionProperty<T> property, IValueStore store) : PropertyValue(property)
{
    private readonly FormerValue<T>? _former = property.Former is { } keys ? new(property, keys, store) : null;

    // The codec with which the value is written.
    private SessionCodec<T> _codec = property.Codec.With(store.JsonSerializerOptions);

    // The bytes that the session had under the key; null if it was absent.
    private ReadOnlyMemory<byte>? _stored;

    private bool _isUnreadable;

    // The encoded value, to detect changes in place; null if the value cannot change.
    private ReadOnlyMemory<byte>? _snapshot;

    /// <summary>Gets the value, the same object each time.</summary>
    public T Value { get; private set; } = default!;

    /// <summary>Gets whether the value is the default, because the stored one is absent or unreadable.</summary>
    public bool IsDefault { get; private set; }

    /// <summary>Gets whether the session has the value under the property's own key, so that setting an equal one is no change.</summary>
    public bool IsStored => _stored is not null && !IsDefault && !IsUpgraded && !base.Property.IsFlash && !store.StoreEqualValues;

    private new SessionProperty<T> Property => (SessionProperty<T>)base.Property;

    public override bool IsTracked => _snapshot is not null;

    private bool IsUpgraded => _former is { IsUpgraded: true };

    private bool IsMutable => Property.Codec.IsMutable;

    public override bool IsCurrent()
    {
        if (_former is not null)
        {
            return _former.IsCurrent(_stored) || IsShown();
        }

        return (store.TryGet(Property.ValueKey, out var current) == _stored.HasValue
            && current.Span.SequenceEqual(_stored.GetValueOrDefault().Span)) || IsShown();
    }

    /// <summary>Reads the value from the session.</summary>
    public void Read()
    {
        if (TryFind(out var stored))
        {
            _stored = stored;
            if (TryDecode(stored, out var value))
            {
                Accept(value, stored);
                MarkRead();
                return;
            }
        }

        Value = Property.Default;
        IsDefault = true;
        if (Value is not null && IsMutable)
        {
            using var encoded = Encode(Value);
            _snapshot = encoded.Span.ToArray();
        }
    }

    /// <summary>Sets the value in the session.</summary>
    /// <exception cref="InvalidOperationException">The value cannot be stored.</exception>
    public void Set(T value)
    {
        using var encoded = Encode(value);
        ThrowIfLost(value, encoded.Span);
        if (!store.StoreEqualValues && !IsUpgraded && _stored is { } stored && stored.Span.SequenceEqual(encoded.Span))
        {
            Accept(value, stored);
        }
        else
        {
            Store(value, encoded.Span.ToArray());
        }

        if (base.Property.IsFlash)
        {
            store.Keep(_former?.SourceKey ?? Property.ValueKey);
        }
    }

    public override void CaptureChange()
    {
        if (EncodeIfChanged() is { } changed)
        {
            ThrowIfUnreadable();
            ThrowIfLost(Value, changed);
            Store(Value, changed, isInPlace: true);
        }
    }

    private void Store(T value, byte[] encoded, bool isInPlace = false)
    {
        var merge = Property.Merge is null || _former is not null ? null : new PropertyMerge<T>(Property, _codec);
        if (_former is not null)
        {
            _former.Set(encoded, removeFormer: !isInPlace || !_isUnreadable);
        }
        else if (isInPlace)
        {
            store.SetInPlace(Property.ValueKey, encoded, merge);
        }
        else
        {
            store.Set(Property.ValueKey, encoded, merge);
        }

        Accept(value, encoded);
    }

    private void Accept(T value, ReadOnlyMemory<byte> stored)
    {
        Value = value;
        IsDefault = false;
        _isUnreadable = false;
        _stored = stored;
        _snapshot = !IsMutable ? default(ReadOnlyMemory<byte>?) : IsUpgraded ? _former!.Upgraded : stored;
    }

    private void MarkRead()
    {
        if (base.Property.IsFlash)
        {
            store.MarkRead(_former?.SourceKey ?? Property.ValueKey);
        }
    }

    // A flash value stays visible to the request that has read it, which may render it again after its response has removed it.
    private bool IsShown()
    {
        if (!base.Property.IsFlash || IsDefault || Exists())
        {
            return false;
        }

        _stored = null;
        return true;
    }

    private bool Exists() => _former?.Exists() ?? store.TryGet(Property.ValueKey, out _);

    private bool TryFind(out ReadOnlyMemory<byte> stored)
    {
        if (_former is null)
        {
            return store.TryGet(Property.ValueKey, out stored);
        }

        var isFound = _former.TryFind(out stored);
        _codec = _former.GetCodec(_former.Target);
        return isFound;
    }

    private bool TryDecode(ReadOnlyMemory<byte> stored, [MaybeNullWhen(false)] out T value)
    {
        try
        {
            value = _former is null ? _codec.Decode(stored.Span) : Upgrade(_former, stored.Span);
        }
        catch (FormatException exception)
        {
            ReportUnreadable(exception);
            value = default;
            return false;
        }

        if (_codec.IsAmbiguous(stored.Span))
        {
            store.ReportAmbiguous(Property.Key);
        }

        return value is not null;
    }

    private T Upgrade(FormerValue<T> former, ReadOnlySpan<byte> stored)
    {
        var value = former.GetSourceCodec().Decode(stored);
        if (former.IsUpgraded && value is not null)
        {
            former.Upgraded = EncodeUpgraded(value);
        }

        return value;
    }

    // An upgraded value that cannot be stored counts as unreadable.
    private byte[] EncodeUpgraded(T value)
    {
        try
        {
            using var encoded = Encode(value);
            return encoded.Span.ToArray();
        }
        catch (InvalidOperationException exception)
        {
            throw new FormatException(exception.Message, exception);
        }
    }

    private void ReportUnreadable(Exception exception)
    {
        _isUnreadable = true;
        store.ReportUnreadable((_former?.SourceKey ?? Property.ValueKey).Text, exception);
        if (_former is not null)
        {
            _former.MarkUnreadable();
            _codec = _former.GetCodec(null);
        }
    }

    private byte[]? EncodeIfChanged()
    {
        if (_snapshot is not { } snapshot)
        {
            return null;
        }

        try
        {
            using var encoded = Encode(Value);
            return IsUnchanged(snapshot, encoded.Span) ? null : encoded.Span.ToArray();
        }
        catch (InvalidOperationException exception) when (EncodeAgain(snapshot) is null)
        {
            SuppressWrite(exception);
            return null;
        }
    }

    // Other code may write an equal value in another form, and a getter may depend on the time. Reading such a value
    // must not write it, so a difference counts only if the stored form differs from how it would be written now.
    private bool IsUnchanged(ReadOnlyMemory<byte> snapshot, ReadOnlySpan<byte> encoded)
        => encoded.SequenceEqual(snapshot.Span) || (EncodeAgain(snapshot) is { } again && encoded.SequenceEqual(again));

    // Returns null if the value cannot be encoded, such as a number beyond its type, which reads as infinite.
    private byte[]? EncodeAgain(ReadOnlyMemory<byte> snapshot)
    {
        try
        {
            using var encoded = Encode(_codec.Decode(snapshot.Span));
            return encoded.Span.ToArray();
        }
        catch (Exception exception) when (exception is InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    // A value that cannot even be encoded as it was read is not written.
    private void SuppressWrite(Exception exception)
    {
        _snapshot = null;
        store.ReportUnreadable(Property.Key, exception);
    }

    private void ThrowIfUnreadable()
    {
        if (_isUnreadable && !IsUpgraded)
        {
            throw new InvalidOperationException(
                $"The stored value of '{Property.Key}' cannot be read, and a change in place of the default of '{Property.Name}' "
                + "would overwrite it. Set the property to replace the stored value.");
        }
    }
}
