using System.Buffers;
using System.Runtime.CompilerServices;
using TypedSessions.Models.Codecs;

namespace TypedSessions.Models;

/// <inheritdoc/>
internal sealed class SessionSlot<T>(SessionProperty<T> property, SessionCodec<T> codec) : SessionSlot(property)
{
    // What the value's encoding is compared with: only where the value is mutable.
    private ReadOnlyMemory<byte> _baseline;
    private bool _baselineIsOwnForm;
    private bool _isGivenUp;

    private SessionProperty<T> Own => Unsafe.As<SessionProperty<T>>(Property);

    /// <summary>The value that readers get, the same object each time.</summary>
    public T Value { get; private set; } = default!;

    /// <summary>Whether the value stands in for an absent or unreadable one.</summary>
    public bool IsDefault { get; private set; }

    /// <summary>Whether the value can be changed in place, so that the session has to ask for it at commit.</summary>
    public bool IsTracked => Value is not null && codec.IsMutable;

    /// <summary>Whether the stored bytes are also a number that another helper may have stored as text.</summary>
    public bool IsAmbiguous => Stored is { } stored && codec.IsAmbiguous(stored.Span);

    /// <summary>Takes the value from stored bytes.</summary>
    /// <exception cref="FormatException">The bytes are not such a value.</exception>
    public void Read(ReadOnlyMemory<byte> stored)
    {
        Stored = stored;
        Value = codec.Decode(stored.Span);
        _baseline = stored;
    }

    /// <summary>Takes the default. It is stored only once it differs from what it is now.</summary>
    /// <param name="isUnreadable">Whether it stands in for a stored value that could not be read.</param>
    public void UseDefault(bool isUnreadable)
    {
        IsUnreadable = isUnreadable;
        Value = Own.Default;
        IsDefault = true;
        if (IsTracked)
        {
            _baseline = Encode(Value);
            _baselineIsOwnForm = true;
        }
    }

    /// <summary>Takes a value whose stored form the session has.</summary>
    public void Accept(T value, ReadOnlyMemory<byte> bytes)
    {
        Value = value;
        MarkStored(bytes);
    }

    public override void MarkStored(ReadOnlyMemory<byte> bytes)
    {
        Stored = bytes;
        IsDefault = false;
        IsUnreadable = false;
        _baseline = bytes;
        _baselineIsOwnForm = true;
        _isGivenUp = false;
    }

    public override bool TryGiveUp()
    {
        _isGivenUp = !_baselineIsOwnForm && OwnFormOfBaseline() is null;
        return _isGivenUp;
    }

    public override byte[]? EncodeIfChanged()
    {
        if (!IsTracked || _isGivenUp)
        {
            return null;
        }

        var buffer = EncodingBuffer.Rent();
        try
        {
            Encode(Value, buffer);
            return IsBaseline(buffer.WrittenSpan) ? null : buffer.WrittenSpan.ToArray();
        }
        finally
        {
            EncodingBuffer.Return(buffer);
        }
    }

    public override void ThrowIfLost(ReadOnlySpan<byte> encoded, bool checksEachValue) => ThrowIfLost(Value, encoded, checksEachValue);

    /// <summary>Checks that a value comes back from its stored form.</summary>
    /// <exception cref="InvalidOperationException">It does not.</exception>
    public void ThrowIfLost(T value, ReadOnlySpan<byte> encoded, bool checksEachValue)
    {
        try
        {
            codec.ThrowIfLost(value, encoded, checksEachValue);
        }
        catch (Exception exception)
        {
            throw new InvalidOperationException(
                $"The property '{Property.Name}' of type {TypeName.Short(typeof(T))} does not come back as it was set: {exception.Message}", exception);
        }
    }

    /// <summary>Writes a value in its stored form.</summary>
    /// <exception cref="InvalidOperationException">The value cannot be stored.</exception>
    public void Encode(T value, IBufferWriter<byte> output)
    {
        try
        {
            codec.Encode(value, output);
        }
        catch (Exception exception)
        {
            throw new InvalidOperationException(
                $"The property '{Property.Name}' of type {TypeName.Short(typeof(T))} cannot be stored: {exception.Message}", exception);
        }
    }

    private byte[] Encode(T value)
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

    // Others may write the same value differently: white space, or a field that this version of the
    // application does not know. And a getter may depend on the clock. A reader of such a value
    // must not write, so a difference counts only if the stored value has another form now, too.
    private bool IsBaseline(ReadOnlySpan<byte> encoded)
        => encoded.SequenceEqual(_baseline.Span)
            || (OwnFormOfBaseline() is { } ownForm && encoded.SequenceEqual(ownForm));

    private byte[]? OwnFormOfBaseline()
    {
        try
        {
            return Encode(codec.Decode(_baseline.Span));
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
