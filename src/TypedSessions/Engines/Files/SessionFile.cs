using System.Text;
using Microsoft.Win32.SafeHandles;

namespace TypedSessions.Engines.Files;

/// <summary>
/// An open file of a session. It is written in place: a new body goes where the current one is not, then the new
/// head goes where the current one is not. So whatever a crash leaves unfinished, the current record is whole.
/// </summary>
/// <remarks>
/// Why in place, and not a new file that takes the old one's name: a commit is then two small writes to pages that the file has, where a
/// new file costs the file system an inode, two changes of a folder and, on ext4, a flush. A file can grow to a few times its largest body.
/// </remarks>
internal sealed class SessionFile(SafeFileHandle file, SessionKey key) : IDisposable
{
    private const int Page = 4096;
    private const int HeadsSize = HeadFormat.SlotSize + HeadFormat.Size;

    public void Dispose() => file.Dispose();

    /// <summary>The newest head; <see langword="null"/> in a damaged file.</summary>
    public RecordHead? ReadHead() => ReadHeads().Newer;

    /// <summary>
    /// The record, read while others may write: <see langword="false"/> when a write was under way, or was cut off by a crash. Only who
    /// holds the lock can tell the two apart.
    /// </summary>
    public bool TryReadUnlocked(out StoredState state)
    {
        // Heads and body in one read, where they are no longer than a page together.
        Span<byte> page = stackalloc byte[Page];
        page = page[..RandomAccess.Read(file, page, 0)];
        state = default;
        var (newer, older) = HeadFormat.ReadBoth(page, key);
        return newer is { } head && older is not null
            && (head.BodyEnd <= page.Length ? TryRead(head, page[(int)head.BodyStart..(int)head.BodyEnd].ToArray(), out state) : TryReadBody(head, out state));
    }

    /// <summary>
    /// The record, read under the lock; <see langword="null"/> in a damaged file. What a crash left unfinished is passed over.
    /// </summary>
    public StoredState? ReadLocked()
    {
        var (newer, older) = ReadHeads();
        return newer is { } head && TryReadBody(head, out var state) ? state
            : older is { } previous && TryReadBody(previous, out var previousState) ? previousState
            : null;
    }

    /// <summary>The same without the body, where it is that of a record which the caller has.</summary>
    public StoredState? ReadLocked(SessionRecord known)
        => ReadHead() is { } head && head.Version == known.Version
            ? new(head, head.ToRecord(known.Values, known.Owner, known.OwnerScheme, known.Closure))
            : ReadLocked();

    /// <summary>Writes the first record into an empty file. Both heads are written, so that a healthy file always has two.</summary>
    /// <remarks>
    /// The heads come last and in a write of their own: a process that is killed in the midst of a large write leaves its beginning.
    /// </remarks>
    public void WriteFirst(SessionRecord record)
    {
        var body = BodyOf(record);
        var head = HeadOf(record, body, generation: 0, HeadFormat.BodiesStart);
        WriteBody(body, head);

        Span<byte> heads = stackalloc byte[HeadsSize];
        heads.Clear();
        HeadFormat.Write(heads, head, key);
        HeadFormat.Write(heads[HeadFormat.SlotSize..], head with { Generation = 1 }, key);
        RandomAccess.Write(file, heads, 0);
    }

    /// <summary>Replaces the record under the lock.</summary>
    public void Write(StoredState current, SessionRecord next)
    {
        var head = IsBodyOf(current.Record, next) ? current.Head : WriteBody(current.Head, next);
        WriteHead(head with
        {
            Generation = current.Head.Generation + 1,
            Version = next.Version,
            Expires = next.Expires,
            Expiry = next.Expiry.ToStored(),
            Deadline = next.Deadline,
        });
    }

    /// <summary>Makes the file a record of nobody, whatever its name.</summary>
    public void EraseHeads() => RandomAccess.Write(file, new byte[HeadsSize], 0);

    /// <summary>Waits until the disk has what was written.</summary>
    public void Sync() => RandomAccess.FlushToDisk(file);

    private void WriteHead(in RecordHead head)
    {
        Span<byte> bytes = stackalloc byte[HeadFormat.Size];
        HeadFormat.Write(bytes, head, key);
        RandomAccess.Write(file, bytes, HeadFormat.PositionOf(head.Generation));
    }

    private (RecordHead? Newer, RecordHead? Older) ReadHeads()
    {
        Span<byte> bytes = stackalloc byte[HeadsSize];
        return HeadFormat.ReadBoth(bytes[..Read(bytes, 0)], key);
    }

    private bool TryReadBody(RecordHead head, out StoredState state)
    {
        state = default;
        if (head.BodyEnd > RandomAccess.GetLength(file))
        {
            return false;
        }

        var body = new byte[head.BodyLength];
        return Read(body, head.BodyStart) == body.Length && TryRead(head, body, out state);
    }

    private static bool TryRead(RecordHead head, byte[] body, out StoredState state)
    {
        state = default;
        if (Checksum.Add(Checksum.Start, body) != head.BodyChecksum)
        {
            return false;
        }

        var position = 0;
        var owner = ReadPart(body, ref position, head.OwnerLength);
        var scheme = ReadPart(body, ref position, head.SchemeLength);
        var closure = ReadPart(body, ref position, head.ClosureLength) is { } part ? SessionClosure.FromBytes(part) : null;

        // A copy that cannot be read must not become a live record.
        if (closure is null && head.ClosureLength is not null)
        {
            return false;
        }

        var values = SessionValues.FromPayload(body.AsMemory(position));
        state = new StoredState(head, head.ToRecord(values, ToText(owner), ToText(scheme), closure));
        return true;
    }

    private static byte[]? ReadPart(byte[] body, ref int position, int? length)
    {
        if (length is null)
        {
            return null;
        }

        var part = body.AsSpan(position, length.Value).ToArray();
        position += part.Length;
        return part;
    }

    private static string? ToText(byte[]? part) => part is null ? null : Encoding.UTF8.GetString(part);

    private RecordHead WriteBody(RecordHead current, SessionRecord next)
    {
        var body = BodyOf(next);
        var fitsBefore = HeadFormat.BodiesStart + body.Length <= current.BodyStart;
        var head = HeadOf(next, body, current.Generation, fitsBefore ? HeadFormat.BodiesStart : current.BodyEnd);
        WriteBody(body, head);
        return head;
    }

    private void WriteBody(Body body, RecordHead head)
    {
        if (body.Metadata.Length > 0)
        {
            RandomAccess.Write(file, body.Metadata, head.BodyStart);
        }

        RandomAccess.Write(file, body.Payload.Span, head.BodyEnd - body.Payload.Length);
    }

    private int Read(Span<byte> bytes, long position)
    {
        var total = 0;
        while (total < bytes.Length && RandomAccess.Read(file, bytes[total..], position + total) is > 0 and var read)
        {
            total += read;
        }

        return total;
    }

    private static bool IsBodyOf(SessionRecord current, SessionRecord next)
        => ReferenceEquals(current.Values, next.Values)
            && current.Owner == next.Owner
            && current.OwnerScheme == next.OwnerScheme
            && ReferenceEquals(current.Closure, next.Closure);

    private static Body BodyOf(SessionRecord record)
    {
        var owner = record.Owner is null ? null : Encoding.UTF8.GetBytes(record.Owner);
        var scheme = record.OwnerScheme is null ? null : Encoding.UTF8.GetBytes(record.OwnerScheme);
        return new(owner, scheme, record.Closure?.ToBytes(), record.Values.Payload);
    }

    private static RecordHead HeadOf(SessionRecord record, Body body, long generation, long start) => new()
    {
        Generation = generation,
        Version = record.Version,
        Created = record.Created,
        Expires = record.Expires,
        Deadline = record.Deadline,
        Expiry = record.Expiry.ToStored(),
        BodyStart = start,
        OwnerLength = body.Owner?.Length,
        SchemeLength = body.Scheme?.Length,
        ClosureLength = body.Closure?.Length,
        PayloadLength = body.Payload.Length,
        BodyChecksum = body.Checksum,
    };

    private sealed record Body(byte[]? Owner, byte[]? Scheme, byte[]? Closure, ReadOnlyMemory<byte> Payload)
    {
        /// <summary>What stands before the payload.</summary>
        public byte[] Metadata { get; } = [.. Owner ?? [], .. Scheme ?? [], .. Closure ?? []];

        public long Length => Metadata.Length + (long)Payload.Length;

        public uint Checksum => Files.Checksum.Add(Files.Checksum.Add(Files.Checksum.Start, Metadata), Payload.Span);
    }
}
