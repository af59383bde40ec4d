using System.Buffers;

namespace TypedSessions.Models.Codecs;

/// <summary>Bytes as they are. Arrays are mutable, so each reader receives a copy.</summary>
internal sealed class BytesCodec : SessionCodec<byte[]>
{
    public override bool IsMutable => true;

    public override void Encode(byte[] value, IBufferWriter<byte> output) => output.Write(value);

    public override byte[] Decode(ReadOnlySpan<byte> stored) => stored.ToArray();

    // A copy of bytes loses nothing.
    internal override void ThrowIfLost(byte[] value, ReadOnlySpan<byte> encoded, bool verifyEachValue)
    {
    }
}
