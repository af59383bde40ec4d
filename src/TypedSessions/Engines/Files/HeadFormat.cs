using System.Buffers.Binary;

namespace TypedSessions.Engines.Files;

/// <summary>
/// A head as bytes: four that name the format, a checksum of four, then twelve numbers of eight, all little-endian. The checksum covers the
/// session's key too, so a head does not count in a file of another name.
/// </summary>
internal static class HeadFormat
{
    /// <summary>The room for one head: a sector, which disks write as a whole.</summary>
    public const int SlotSize = 512;

    /// <summary>Where bodies begin, after both heads.</summary>
    public const int BodiesStart = 2 * SlotSize;

    /// <summary>The bytes of a head; the rest of its slot is free.</summary>
    public const int Size = Fields + (12 * sizeof(long));

    private const uint Magic = 0x32465354; // "TSF2"
    private const int Fields = 8;
    private const long None = long.MinValue;

    // Far beyond what is ever written, and far from where a sum of two such numbers is none.
    private const long Most = 1L << 60;

    /// <summary>Where the head of a generation stands.</summary>
    public static int PositionOf(long generation) => (int)(generation & 1) * SlotSize;

    public static void Write(Span<byte> bytes, in RecordHead head, SessionKey key)
    {
        ReadOnlySpan<long> fields =
        [
            head.Generation,
            head.Version,
            head.Created.ToUnixTimeMilliseconds(),
            head.Expires.ToUnixTimeMilliseconds(),
            head.Deadline?.ToUnixTimeMilliseconds() ?? None,
            head.Expiry ?? None,
            head.BodyStart,
            head.OwnerLength ?? None,
            head.PayloadLength,
            head.BodyChecksum,
            head.SchemeLength ?? None,
            head.ClosureLength ?? None,
        ];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, Magic);
        for (var i = 0; i < fields.Length; i++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(bytes[(Fields + (i * sizeof(long)))..], fields[i]);
        }

        BinaryPrimitives.WriteUInt32LittleEndian(bytes[4..], ChecksumOf(bytes, key));
    }

    /// <summary>
    /// The newer of the two heads at the beginning of a file, then the older. What is no head of this key is <see langword="null"/>.
    /// </summary>
    public static (RecordHead? Newer, RecordHead? Older) ReadBoth(ReadOnlySpan<byte> file, SessionKey key)
    {
        var even = Read(file, 0, key);
        var odd = Read(file, 1, key);
        return odd is null || even?.Generation > odd.Value.Generation ? (even, odd) : (odd, even);
    }

    private static RecordHead? Read(ReadOnlySpan<byte> file, int parity, SessionKey key)
    {
        var position = PositionOf(parity);
        if (file.Length < position + Size)
        {
            return null;
        }

        var bytes = file.Slice(position, Size);
        var isSound = BinaryPrimitives.ReadUInt32LittleEndian(bytes) == Magic
            && BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]) == ChecksumOf(bytes, key);
        return isSound && (Field(bytes, 0) & 1) == parity ? Read(bytes) : null;
    }

    // A checksum is no proof, so numbers that cannot be are no head either.
    private static RecordHead? Read(ReadOnlySpan<byte> bytes)
    {
        if (!TryReadMoment(bytes, 2, out var created) || !TryReadMoment(bytes, 3, out var expires)
            || !TryReadMoment(bytes, 4, out var deadline) || created is null || expires is null
            || Field(bytes, 0) is < 0 or > Most || Field(bytes, 6) is < BodiesStart or > Most || !AreLengths(Optional(bytes, 7), Optional(bytes, 10), Optional(bytes, 11), Field(bytes, 8)))
        {
            return null;
        }

        return new RecordHead
        {
            Generation = Field(bytes, 0),
            Version = Field(bytes, 1),
            Created = created.Value,
            Expires = expires.Value,
            Deadline = deadline,
            Expiry = Optional(bytes, 5),
            BodyStart = Field(bytes, 6),
            OwnerLength = (int?)Optional(bytes, 7),
            SchemeLength = (int?)Optional(bytes, 10),
            ClosureLength = (int?)Optional(bytes, 11),
            PayloadLength = (int)Field(bytes, 8),
            BodyChecksum = (uint)Field(bytes, 9),
        };
    }

    private static bool TryReadMoment(ReadOnlySpan<byte> bytes, int field, out DateTimeOffset? moment)
    {
        moment = null;
        if (Optional(bytes, field) is not { } milliseconds)
        {
            return true;
        }

        var isMoment = StoredMoment.TryRead(milliseconds, out var value);
        moment = value;
        return isMoment;
    }

    // All parts together fit an array.
    private static bool AreLengths(params ReadOnlySpan<long?> lengths)
    {
        var total = 0L;
        foreach (var length in lengths)
        {
            if (length is < 0 or > int.MaxValue)
            {
                return false;
            }

            total += length ?? 0;
        }

        return total <= Array.MaxLength;
    }

    private static long? Optional(ReadOnlySpan<byte> bytes, int field) => Field(bytes, field) is var value && value == None ? null : value;

    private static long Field(ReadOnlySpan<byte> bytes, int field)
        => BinaryPrimitives.ReadInt64LittleEndian(bytes[(Fields + (field * sizeof(long)))..]);

    private static uint ChecksumOf(ReadOnlySpan<byte> bytes, SessionKey key)
    {
        Span<byte> name = stackalloc byte[SessionKey.Size];
        key.CopyTo(name);
        return Checksum.Add(Checksum.Add(Checksum.Start, name), bytes[Fields..Size]);
    }
}
