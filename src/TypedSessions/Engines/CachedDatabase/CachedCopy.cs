using System.Buffers.Binary;

namespace TypedSessions.Engines.CachedDatabase;

/// <summary>
/// A copy of a record of the database, as it is stored in the cache. Its bytes are not those of a record, so an engine that stores records
/// in the same cache does not read it as one.
/// </summary>
/// <param name="Record">The record.</param>
/// <param name="ConfirmedAt">A time at which the database had this record.</param>
internal readonly record struct CachedCopy(SessionRecord Record, DateTimeOffset ConfirmedAt)
{
    public static CachedCopy? FromBytes(ReadOnlyMemory<byte> bytes)
        => BinaryPrimitives.TryReadInt64BigEndian(bytes.Span, out var milliseconds)
            && StoredTimestamp.TryRead(milliseconds, out var confirmedAt)
            && SessionRecordFormat.Read(bytes[sizeof(long)..]) is { } record
            ? new(record, confirmedAt)
            : null;

    public byte[] ToBytes()
    {
        Span<byte> confirmedAt = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(confirmedAt, ConfirmedAt.ToUnixTimeMilliseconds());
        return [.. confirmedAt, .. SessionRecordFormat.Write(Record)];
    }
}
