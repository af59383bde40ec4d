using TypedSessions.Models.Codecs;

namespace TypedSessions.Models;

/// <content>The stored form of a value, with exceptions that name the property.</content>
internal sealed partial class PropertyValue<T>
{
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
            _codec.ThrowIfLost(value, encoded, store.VerifyValues);
        }
        catch (Exception exception)
        {
            throw new InvalidOperationException(
                $"The property '{Property.Name}' of type {TypeName.Short(typeof(T))} does not survive encoding and decoding: "
                + exception.Message,
                exception);
        }
    }
}
