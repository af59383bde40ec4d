using System.Runtime.InteropServices;

namespace TypedSessions.Engines.Files;

/// <summary>
/// The header of a session's file: the parts of the record that are needed without its body, and the position of the body. A file has two
/// headers, one for even and one for odd generations; the one with the higher generation is current.
/// </summary>
/// <remarks>
/// Four bytes that identify the format, four bytes of checksum, and eight numbers of eight bytes each, in the byte order of the machine: in
/// another byte order all headers are invalid. The checksum also covers the session's key, so a header is invalid in a file of another
/// name.
/// </remarks>
/// <param name="Generation">Raised by one with every write, touches included.</param>
/// <param name="Version">The version of the record.</param>
/// <param name="ExpiresAt">The time at which the record expires. A touch writes it here only.</param>
/// <param name="LastSeenAt">The last use by the session's user. A touch writes it here only. <see langword="null"/> for none.</param>
/// <param name="IsClosed">Whether the record is a closed copy.</param>
/// <param name="IsPending">Whether a rotation has stored the record and has not closed the old one yet.</param>
/// <param name="BodyStart">The position of the body.</param>
/// <param name="BodyLength">The length of the body.</param>
/// <param name="BodyChecksum">The checksum of the body.</param>
internal readonly record struct FileHeader(
    long Generation,
    long Version,
    DateTimeOffset ExpiresAt,
    DateTimeOffset? LastSeenAt,
    bool IsClosed,
    bool IsPending,
    long BodyStart,
    long BodyLength,
    uint BodyChecksum)
{
    /// <summary>The space for one header in bytes: a sector, which disks write as a whole.</summary>
    public const int SlotSize = 512;

    /// <summary>The size of a header in bytes; the rest of its slot is unused.</summary>
    public const int Size = FieldsAt + (FieldCount * sizeof(long));

    /// <summary>The number of bytes from the beginning of the first header to the end of the second.</summary>
    public const int BothSize = SlotSize + Size;

    /// <summary>The position of the first possible body, after both headers.</summary>
    public const int BodiesStart = 2 * SlotSize;

    private const long Closed = 1;
    private const long Pending = 2;
    private const uint Magic = 0x34465354; // "TSF4"
    private const int ChecksumAt = 4;
    private const int FieldsAt = 8;
    private const int FieldCount = 8;

    // Larger than any number that is written, and small enough for the sum of two not to overflow.
    private const long Max = 1L << 60;

    /// <summary>Gets the position of the header in its file.</summary>
    public int Position => (int)(Generation & 1) * SlotSize;

    public long BodyEnd => BodyStart + BodyLength;

    public void Write(Span<byte> bytes, SessionKey key)
    {
        ReadOnlySpan<long> fields =
        [
            Generation, Version, ExpiresAt.ToUnixTimeMilliseconds(), IsClosed ? Closed : IsPending ? Pending : 0, BodyStart, BodyLength,
            BodyChecksum, LastSeenAt?.ToUnixTimeMilliseconds() ?? RecordReader.None,
        ];
        MemoryMarshal.Write(bytes, Magic);
        MemoryMarshal.AsBytes(fields).CopyTo(bytes[FieldsAt..]);
        MemoryMarshal.Write(bytes[ChecksumAt..], GetChecksum(bytes, key));
    }

    /// <summary>
    /// Returns the newer of the two headers at the beginning of a file, then the older one. An invalid header is <see langword="null"/>.
    /// </summary>
    public static (FileHeader? Newer, FileHeader? Older) ReadBoth(ReadOnlySpan<byte> file, SessionKey key)
    {
        var even = file.Length < Size ? null : Read(file[..Size], parity: 0, key);
        var odd = file.Length < BothSize ? null : Read(file[SlotSize..BothSize], parity: 1, key);
        return odd is null || even?.Generation > odd.Value.Generation ? (even, odd) : (odd, even);
    }

    private static FileHeader? Read(ReadOnlySpan<byte> bytes, int parity, SessionKey key)
    {
        if (MemoryMarshal.Read<uint>(bytes) != Magic || MemoryMarshal.Read<uint>(bytes[ChecksumAt..]) != GetChecksum(bytes, key))
        {
            return null;
        }

        // A checksum can match by chance, so values that are never written are invalid, too.
        var fields = MemoryMarshal.Cast<byte, long>(bytes[FieldsAt..]);
        var isSeen = StoredTimestamp.TryRead(fields[7], out var lastSeenAt);
        return StoredTimestamp.TryRead(fields[2], out var expiresAt)
            && (isSeen || fields[7] == RecordReader.None)
            && new FileHeader(
                fields[0],
                fields[1],
                expiresAt,
                isSeen ? lastSeenAt : null,
                fields[3] == Closed,
                fields[3] == Pending,
                fields[4],
                fields[5],
                (uint)fields[6]) is var header
            && header is { Generation: >= 0 and <= Max, BodyStart: >= BodiesStart and <= Max, BodyLength: >= 0 }
            && header.BodyLength <= Array.MaxLength
            && (header.Generation & 1) == parity
            ? header
            : null;
    }

    private static uint GetChecksum(ReadOnlySpan<byte> bytes, SessionKey key)
    {
        Span<byte> name = stackalloc byte[SessionKey.Size];
        key.CopyTo(name);
        return Checksum.Add(Checksum.Add(Checksum.Start, name), bytes[FieldsAt..Size]);
    }
}
