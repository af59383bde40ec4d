using System.Buffers;
using System.Text.Json.Serialization;

namespace TypedSessions;

/// <summary>A scalar that is stored by another codec, and is read from JSON too.</summary>
internal sealed class ScalarCodec<T>(SessionCodec<T> codec, JsonConverter<T> json) : SessionCodec<T>
{
    public override bool IsMutable => false;

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

    internal override bool AreSame(T left, T right) => codec.AreSame(left, right);
}
