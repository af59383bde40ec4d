using System.Runtime.CompilerServices;

namespace TypedSessions;

/// <inheritdoc/>
internal sealed class SessionSlot<T>(SessionProperty<T> property) : SessionSlot(property)
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
    public bool IsTracked => Value is not null && Own.Codec.IsMutable;

    /// <summary>Takes the value from stored bytes.</summary>
    /// <exception cref="FormatException">The bytes are not such a value.</exception>
    public void Read(ReadOnlyMemory<byte> stored)
    {
        Stored = stored;
        Value = Own.Codec.Decode(stored.Span);
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
            _baseline = Own.Encode(Value);
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
            Own.Encode(Value, buffer);
            return IsBaseline(buffer.WrittenSpan) ? null : buffer.WrittenSpan.ToArray();
        }
        finally
        {
            EncodingBuffer.Return(buffer);
        }
    }

    // Others may write the same value differently: white space, or a field that this version of the application does not know. And a getter may
    // depend on the clock. A reader of such a value must not write, so a difference counts only if the stored value has another form now, too.
    private bool IsBaseline(ReadOnlySpan<byte> encoded)
        => encoded.SequenceEqual(_baseline.Span)
            || (OwnFormOfBaseline() is { } ownForm && encoded.SequenceEqual(ownForm));

    private byte[]? OwnFormOfBaseline()
    {
        try
        {
            return Own.Encode(Own.Codec.Decode(_baseline.Span));
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
