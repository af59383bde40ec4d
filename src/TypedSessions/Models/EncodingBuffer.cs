using System.Buffers;

namespace TypedSessions.Models;

/// <summary>A buffer to encode a value into, which the thread reuses for the next value. A nested encoding gets another buffer.</summary>
internal readonly struct EncodingBuffer : IDisposable
{
    private const int MaxReusedCapacity = 64 * 1024;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _spare;

    private readonly ArrayBufferWriter<byte> _writer;

    private EncodingBuffer(ArrayBufferWriter<byte> writer) => _writer = writer;

    /// <summary>Gets the writer to encode with.</summary>
    public IBufferWriter<byte> Writer => _writer;

    /// <summary>Gets the written bytes, which are valid until the buffer is disposed.</summary>
    public ReadOnlySpan<byte> Span => _writer.WrittenSpan;

    /// <summary>Returns an empty buffer.</summary>
    public static EncodingBuffer Rent()
    {
        var writer = _spare ?? new ArrayBufferWriter<byte>(256);
        _spare = null;
        return new EncodingBuffer(writer);
    }

    public void Dispose()
    {
        if (_writer.Capacity <= MaxReusedCapacity)
        {
            _writer.ResetWrittenCount();
            _spare = _writer;
        }
    }
}
