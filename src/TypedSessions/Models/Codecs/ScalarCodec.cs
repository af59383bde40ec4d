using System.Buffers;
using System.Text.Json.Serialization;

namespace TypedSessions.Models.Codecs;

/// <summary>A scalar that is stored by another codec, and is also read from JSON.</summary>
internal sealed class ScalarCodec<T>(SessionCodec<T> codec, JsonConverter<T> json) : ImmutableCodec<T>
{
    public override void Encode(T value, IBufferWriter<byte> output) => codec.Encode(value, output);

    public override T Decode(ReadOnlySpan<byte> stored)
    {
        try
        {
            return codec.Decode(stored);
        }
        catch (FormatException)
        {
            if (JsonScalar.TryRead(stored, json, out var value))
            {
                return value;
            }

            throw;
        }
    }

    internal override bool IsAmbiguous(ReadOnlySpan<byte> stored)
        => stored.Length >= sizeof(float) && JsonScalar.IsNumber(stored) && JsonScalar.TryRead(stored, json, out _) && IsOwnForm(stored);

    private bool IsOwnForm(ReadOnlySpan<byte> stored)
    {
        try
        {
            codec.Decode(stored);
            return true;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    internal override bool AreSame(T left, T right) => codec.AreSame(left, right);
}
