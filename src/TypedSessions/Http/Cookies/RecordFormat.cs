using System.Buffers.Binary;
using System.Text;

namespace TypedSessions.Http.Cookies;

/// <summary>
/// The bytes inside a seal: a version, the form of the payload and its size, key, moments, expiry,
/// version, owner and the owner's scheme, the payload. One format; what is not of it is refused.
/// </summary>
internal static class RecordFormat
{
    /// <summary>How many bytes a record takes beside its owner, scheme and payload.</summary>
    public const int HeaderSize = OwnerAt;

    private const byte Format = 2;
    private const int EncodingAt = 1;
    private const int SizeAt = 2;
    private const int KeyAt = 6;
    private const int CreatedAt = KeyAt + SessionKey.Size;
    private const int ExpiresAt = CreatedAt + 8;
    private const int ExpiryAt = ExpiresAt + 8;
    private const int DeadlineAt = ExpiryAt + 8;
    private const int VersionAt = DeadlineAt + 8;
    private const int OwnerLengthAt = VersionAt + 8;
    private const int SchemeLengthAt = OwnerLengthAt + 2;
    private const int OwnerAt = SchemeLengthAt + 2;
    private const long None = long.MinValue;

    public static byte[] Write(StoredSession session, bool compress)
    {
        var (key, record) = session;
        var encoding = PayloadEncoding.Plain;
        var payload = compress ? PayloadCompression.Shrink(record.Values.Payload, out encoding) : record.Values.Payload;
        var ownerLength = Encoding.UTF8.GetByteCount(record.Owner ?? "");
        var schemeLength = Encoding.UTF8.GetByteCount(record.OwnerScheme ?? "");
        var schemeAt = OwnerAt + ownerLength;

        var bytes = new byte[schemeAt + schemeLength + payload.Length];
        bytes[0] = Format;
        bytes[EncodingAt] = (byte)encoding;
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(SizeAt), record.Values.Payload.Length);
        key.CopyTo(bytes.AsSpan(KeyAt));
        WriteNumber(bytes, CreatedAt, record.Created.ToUnixTimeMilliseconds());
        WriteNumber(bytes, ExpiresAt, record.Expires.ToUnixTimeMilliseconds());
        WriteNumber(bytes, ExpiryAt, record.Expiry.ToStored());
        WriteNumber(bytes, DeadlineAt, record.Deadline?.ToUnixTimeMilliseconds());
        WriteNumber(bytes, VersionAt, record.Version);
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(OwnerLengthAt), checked((ushort)ownerLength));
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(SchemeLengthAt), checked((ushort)schemeLength));
        Encoding.UTF8.GetBytes(record.Owner ?? "", bytes.AsSpan(OwnerAt));
        Encoding.UTF8.GetBytes(record.OwnerScheme ?? "", bytes.AsSpan(schemeAt));
        payload.Span.CopyTo(bytes.AsSpan(schemeAt + schemeLength));
        return bytes;
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="maxSize">The payload that nothing larger is unpacked for.</param>
    public static StoredSession? Read(ReadOnlyMemory<byte> bytes, int maxSize)
    {
        var span = bytes.Span;
        if (span.Length < OwnerAt || span[0] != Format)
        {
            return null;
        }

        var size = BinaryPrimitives.ReadInt32BigEndian(span[SizeAt..]);
        var schemeAt = OwnerAt + BinaryPrimitives.ReadUInt16BigEndian(span[OwnerLengthAt..]);
        var payloadAt = schemeAt + BinaryPrimitives.ReadUInt16BigEndian(span[SchemeLengthAt..]);
        if (size < 0 || size > maxSize || payloadAt > span.Length
            || !PayloadCompression.TryRestore(bytes[payloadAt..], (PayloadEncoding)span[EncodingAt], size, out var payload))
        {
            return null;
        }

        if (!TryReadMoment(span, CreatedAt, out var created) || created is null || !TryReadMoment(span, ExpiresAt, out var expires) || expires is null
            || !TryReadMoment(span, DeadlineAt, out var deadline))
        {
            return null;
        }

        return new StoredSession(new SessionKey(span.Slice(KeyAt, SessionKey.Size)), new SessionRecord
        {
            Values = SessionValues.FromPayload(payload),
            Created = created.Value,
            Expires = expires.Value,
            Expiry = SessionExpiry.FromStored(ReadNumber(span, ExpiryAt), expires.Value),
            Deadline = deadline,
            Version = BinaryPrimitives.ReadInt64BigEndian(span[VersionAt..]),
            Owner = schemeAt == OwnerAt ? null : Encoding.UTF8.GetString(span[OwnerAt..schemeAt]),
            OwnerScheme = payloadAt == schemeAt ? null : Encoding.UTF8.GetString(span[schemeAt..payloadAt]),
        });
    }

    private static bool TryReadMoment(ReadOnlySpan<byte> bytes, int at, out DateTimeOffset? moment)
    {
        moment = null;
        if (ReadNumber(bytes, at) is not { } milliseconds)
        {
            return true;
        }

        var isMoment = StoredMoment.TryRead(milliseconds, out var value);
        moment = value;
        return isMoment;
    }

    private static void WriteNumber(Span<byte> bytes, int at, long? value)
        => BinaryPrimitives.WriteInt64BigEndian(bytes[at..], value ?? None);

    private static long? ReadNumber(ReadOnlySpan<byte> bytes, int at)
        => BinaryPrimitives.ReadInt64BigEndian(bytes[at..]) is not None and var value ? value : null;
}
