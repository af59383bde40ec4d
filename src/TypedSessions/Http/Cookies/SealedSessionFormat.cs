using System.Buffers.Binary;

namespace TypedSessions.Http.Cookies;

/// <summary>
/// The bytes inside a seal: the encoding of the record, its size before compression, the key, and the record. Unreadable bytes are refused.
/// </summary>
internal static class SealedSessionFormat
{
    private const int SizeAt = 1;
    private const int KeyAt = SizeAt + sizeof(int);
    private const int RecordAt = KeyAt + SessionKey.Size;

    public static byte[] Write(SessionRecordEntry session, bool compress)
    {
        ReadOnlyMemory<byte> record = SessionRecordFormat.Write(session.Record);
        var encoding = PayloadEncoding.Plain;
        var compressed = compress ? PayloadCompression.Compress(record, out encoding) : record;
        var bytes = new byte[RecordAt + compressed.Length];
        bytes[0] = (byte)encoding;
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(SizeAt), record.Length);
        session.Key.CopyTo(bytes.AsSpan(KeyAt));
        compressed.Span.CopyTo(bytes.AsSpan(RecordAt));
        return bytes;
    }

    /// <summary>Reads the bytes that <see cref="Write"/> returned; <see langword="null"/> if they are unreadable.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="maxSize">The largest size of a record before compression.</param>
    public static SessionRecordEntry? Read(ReadOnlyMemory<byte> bytes, int maxSize)
    {
        if (bytes.Length < RecordAt)
        {
            return null;
        }

        var size = BinaryPrimitives.ReadInt32BigEndian(bytes.Span[SizeAt..]);
        return size >= 0 && size <= maxSize
            && PayloadCompression.TryDecompress(bytes[RecordAt..], (PayloadEncoding)bytes.Span[0], size, out var record)
            && SessionRecordFormat.Read(record) is { } stored
            ? new SessionRecordEntry(new SessionKey(bytes.Span[KeyAt..RecordAt]), stored)
            : null;
    }
}
