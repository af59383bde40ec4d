using System.Buffers;

namespace TypedSessions.Tests.Models;

internal static class CodecBytes
{
    public static byte[] Encode<T>(this SessionCodec<T> codec, T value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        codec.Encode(value, buffer);
        return buffer.WrittenSpan.ToArray();
    }

    public static T RoundTrip<T>(this SessionCodec<T> codec, T value) => codec.Decode(codec.Encode(value));

    public static string Hex<T>(this SessionCodec<T> codec, T value) => Convert.ToHexString(codec.Encode(value));

    public static FormatException Refuses<T>(this SessionCodec<T> codec, string hex)
        => Assert.ThrowsAny<FormatException>(() => codec.Decode(Convert.FromHexString(hex)));
}
