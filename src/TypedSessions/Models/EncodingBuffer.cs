using System.Buffers;

namespace TypedSessions.Models;

/// <summary>
/// A place to encode into, kept for the next value. Code that runs while a value is encoded may encode too: it gets another one.
/// </summary>
internal static class EncodingBuffer
{
    private const int LargestKept = 64 * 1024;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _spare;

    public static ArrayBufferWriter<byte> Rent()
    {
        var buffer = _spare ?? new ArrayBufferWriter<byte>(256);
        _spare = null;
        return buffer;
    }

    public static void Return(ArrayBufferWriter<byte> buffer)
    {
        if (buffer.Capacity <= LargestKept)
        {
            buffer.ResetWrittenCount();
            _spare = buffer;
        }
    }
}
