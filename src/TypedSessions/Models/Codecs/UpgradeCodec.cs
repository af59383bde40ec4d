using System.Buffers;
using System.Text.Json;

namespace TypedSessions.Models.Codecs;

/// <summary>Values that are stored in the form of an earlier version of their property.</summary>
/// <param name="codec">The codec of the former type.</param>
/// <param name="upgrade">Converts a stored value.</param>
/// <param name="downgrade">Converts a value to be stored; <see langword="null"/> if none is.</param>
internal sealed class UpgradeCodec<TFormer, T>(SessionCodec<TFormer> codec, Func<TFormer, T?> upgrade, Func<T, TFormer>? downgrade)
    : SessionCodec<T>
{
    public override bool IsMutable => true;

    public override void Encode(T value, IBufferWriter<byte> output)
        => codec.Encode((downgrade ?? throw new NotSupportedException("The former key is not written."))(value), output);

    public override T Decode(ReadOnlySpan<byte> stored)
    {
        var former = codec.Decode(stored);
        try
        {
            return upgrade(former)!;
        }
        catch (Exception exception)
        {
            throw new FormatException(
                $"The upgrade from {TypeName.Short(typeof(TFormer))} to {TypeName.Short(typeof(T))} failed.", exception);
        }
    }

    // The former type may have less data.
    internal override void ThrowIfLost(T value, ReadOnlySpan<byte> encoded, bool verifyEachValue)
    {
    }

    internal override SessionCodec<T> With(JsonSerializerOptions? options)
        => codec.With(options) is var other && ReferenceEquals(other, codec)
            ? this
            : new UpgradeCodec<TFormer, T>(other, upgrade, downgrade);
}
