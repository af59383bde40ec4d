using System.Buffers;

namespace TypedSessions.Models.Codecs;

/// <summary>Bytes as they are. An array can be written to, so every reader gets one of its own.</summary>
internal sealed class BytesCodec : SessionCodec<byte[]>
{
    public override bool IsMutable => true;

    public override void Encode(byte[] value, IBufferWriter<byte> output) => output.Write(value);

    public override byte[] Decode(ReadOnlySpan<byte> stored) => stored.ToArray();

    internal override bool AreSame(byte[] left, byte[] right) => false;
}
