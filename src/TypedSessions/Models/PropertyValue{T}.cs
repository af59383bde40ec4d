using System.Diagnostics.CodeAnalysis;
using TypedSessions.Models.Codecs;
using TypedSessions.Sessions;

namespace TypedSessions.Models;

/// <inheritdoc/>
internal sealed class PropertyValue<T>(SessionProperty<T> property, IValueStore store) : PropertyValue(property)
{
    private readonly SessionCodec<T> _codec = property.Codec.With(store.JsonSerializerOptions);

    // What the session had under the key; null if it was absent.
    private ReadOnlyMemory<byte>? _stored;

    // The form with which the value is compared to find changes in place; null if it cannot change.
    private ReadOnlyMemory<byte>? _snapshot;

    /// <summary>Gets the value, the same object each time.</summary>
    public T Value { get; private set; } = default!;

    /// <summary>Gets whether the value is the default, because the stored one is absent or unreadable.</summary>
    public bool IsDefault { get; private set; }

    private new SessionProperty<T> Property => (SessionProperty<T>)base.Property;

    public override bool IsTracked => _snapshot is not null;

    public override bool IsCurrent()
        => store.TryGet(Property.ValueKey, out var current) == _stored.HasValue
            && current.Span.SequenceEqual(_stored.GetValueOrDefault().Span);

    /// <summary>Reads the value from the session.</summary>
    public void Read()
    {
        if (store.TryGet(Property.ValueKey, out var stored))
        {
            _stored = stored;
            if (TryDecode(stored, out var value))
            {
                Accept(value, stored);
                return;
            }
        }

        Value = Property.Default;
        IsDefault = true;
        if (Value is not null && _codec.IsMutable)
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
        if (!store.StoresEqualValues && _stored is { } stored && stored.Span.SequenceEqual(encoded.Span))
        {
            Accept(value, stored);
        }
        else
        {
            Store(value, encoded.Span.ToArray());
        }
    }

    public override void CaptureChange()
    {
        if (EncodeIfChanged() is { } changed)
        {
            ThrowIfUnreadable();
            ThrowIfLost(Value, changed);
            Store(Value, changed);
        }
    }

    private void Store(T value, byte[] encoded)
    {
        store.Set(Property.ValueKey, encoded, Property.Merge is null ? null : new PropertyMerge<T>(Property, _codec));
        Accept(value, encoded);
    }

    private void Accept(T value, ReadOnlyMemory<byte> stored)
    {
        Value = value;
        IsDefault = false;
        _stored = stored;
        _snapshot = _codec.IsMutable ? stored : default(ReadOnlyMemory<byte>?);
    }

    private bool TryDecode(ReadOnlyMemory<byte> stored, [MaybeNullWhen(false)] out T value)
    {
        try
        {
            value = _codec.Decode(stored.Span);
        }
        catch (FormatException exception)
        {
            store.ReportUnreadable(Property.Key, exception);
            value = default;
            return false;
        }

        if (_codec.IsAmbiguous(stored.Span))
        {
            store.ReportAmbiguous(Property.Key);
        }

        return true;
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
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    // A value that could not be encoded even as it was read stays as it is stored.
    private void SuppressWrite(Exception exception)
    {
        _snapshot = null;
        store.ReportUnreadable(Property.Key, exception);
    }

    private EncodingBuffer Encode(T value)
    {
        var buffer = EncodingBuffer.Rent();
        try
        {
            _codec.Encode(value, buffer.Writer);
            return buffer;
        }
        catch (Exception exception)
        {
            throw new InvalidOperationException(
                $"The property '{Property.Name}' of type {TypeName.Short(typeof(T))} cannot be stored: {exception.Message}", exception);
        }
    }

    private void ThrowIfLost(T value, ReadOnlySpan<byte> encoded)
    {
        try
        {
            _codec.ThrowIfLost(value, encoded, store.ChecksEachValue);
        }
        catch (Exception exception)
        {
            throw new InvalidOperationException(
                $"The property '{Property.Name}' of type {TypeName.Short(typeof(T))} does not come back as it was set: {exception.Message}",
                exception);
        }
    }

    private void ThrowIfUnreadable()
    {
        if (IsDefault && _stored is not null)
        {
            throw new InvalidOperationException(
                $"The stored value of '{Property.Key}' cannot be read, and a change in place of the default of '{Property.Name}' "
                + "would overwrite it. Set the property to replace the stored value.");
        }
    }
}
