using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace TypedSessions.Storage;

/// <summary>Writes the parts of a stored record, which <see cref="RecordReader"/> reads. Numbers are big-endian.</summary>
internal sealed class RecordWriter(int capacity)
{
    private readonly ArrayBufferWriter<byte> _buffer = new(capacity);

    public void WriteByte(byte value) => _buffer.Write([value]);

    public void WriteKey(SessionKey key)
    {
        key.CopyTo(_buffer.GetSpan(SessionKey.Size));
        _buffer.Advance(SessionKey.Size);
    }

    public void WriteInt32(int value)
    {
        BinaryPrimitives.WriteInt32BigEndian(_buffer.GetSpan(sizeof(int)), value);
        _buffer.Advance(sizeof(int));
    }

    public void WriteInt64(long value)
    {
        BinaryPrimitives.WriteInt64BigEndian(_buffer.GetSpan(sizeof(long)), value);
        _buffer.Advance(sizeof(long));
    }

    public void WriteTimestamp(DateTimeOffset? timestamp) => WriteInt64(timestamp?.ToUnixTimeMilliseconds() ?? RecordReader.None);

    public void WriteExpiry(SessionExpiry expiry)
    {
        WriteInt64(expiry.ToStoredValue() ?? RecordReader.None);
        WriteTimestamp(expiry.ExpiresAt);
    }

    public void WriteText(string? text) => WriteBytes(text is null ? null : Encoding.UTF8.GetBytes(text));

    public void WriteBytes(byte[]? bytes)
    {
        WriteInt32(bytes?.Length ?? -1);
        _buffer.Write(bytes);
    }

    /// <summary>Returns the written bytes, followed by <paramref name="rest"/>.</summary>
    public byte[] ToArray(ReadOnlySpan<byte> rest = default) => [.. _buffer.WrittenSpan, .. rest];
}
