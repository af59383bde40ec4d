using Microsoft.Win32.SafeHandles;

namespace TypedSessions.Engines.Files;

/// <summary>A record with the header that it was read from: the base of a write.</summary>
internal readonly record struct FileState(FileHeader Header, SessionRecord Record);

/// <summary>
/// An open file of a session. It is written in place: first the new body beside the current one, then the new header over the older one. A
/// crash at any time leaves the current record intact.
/// </summary>
/// <remarks>
/// A commit in place is two small writes to pages that the file already has. A new file that replaces the old one would cost an inode, two
/// changes of a folder and, on ext4, a flush. A file can grow to a few times its largest body.
/// </remarks>
internal sealed class SessionFile(SafeFileHandle file, SessionKey key, bool synchronousCommit) : IDisposable
{
    private const int PageSize = 4096;

    public void Dispose() => file.Dispose();

    /// <summary>Returns the newest header; <see langword="null"/> in a damaged file.</summary>
    public FileHeader? ReadHeader()
    {
        Span<byte> bytes = stackalloc byte[FileHeader.BothSize];
        return FileHeader.ReadBoth(bytes[..RandomAccess.Read(file, bytes, 0)], key).Newer;
    }

    /// <summary>
    /// Reads the record while others may write. Returns <see langword="false"/> if a write is in progress, or a crash interrupted one. The
    /// two can only be distinguished under the lock.
    /// </summary>
    public bool TryReadUnlocked(out FileState state)
    {
        Span<byte> page = stackalloc byte[PageSize];
        page = page[..RandomAccess.Read(file, page, 0)];
        var (newer, older) = FileHeader.ReadBoth(page, key);
        state = default;
        return newer is { } header && older is not null && TryReadBody(header, page, out state);
    }

    /// <summary>Reads the record under the lock, ignoring unfinished writes; <see langword="null"/> in a damaged file.</summary>
    public FileState? ReadLocked()
    {
        Span<byte> page = stackalloc byte[PageSize];
        page = page[..RandomAccess.Read(file, page, 0)];
        var (newer, older) = FileHeader.ReadBoth(page, key);
        return newer is { } header && TryReadBody(header, page, out var state) ? state
            : older is { } previous && TryReadBody(previous, page, out var previousState) ? previousState
            : null;
    }

    /// <summary>Reads the record under the lock, without the body if <paramref name="known"/> differs at most in its times.</summary>
    public FileState? ReadLocked(SessionRecord known)
        => ReadHeader() is { } header && header.Version == known.Version
            ? new(header, known.WithTimes(header.ExpiresAt, header.LastSeenAt))
            : ReadLocked();

    /// <summary>Writes the first record into an empty file, with both headers, so that an undamaged file always has two.</summary>
    /// <param name="record">The record.</param>
    /// <param name="isPending">Whether it is the record of a rotation whose old record is not closed yet.</param>
    public void WriteFirst(SessionRecord record, bool isPending)
    {
        // The headers are written last and in one write, because a process that is killed may leave a part of a large write.
        var header = WriteBody(record, generation: 0, current: null) with { IsPending = isPending };
        Span<byte> headers = stackalloc byte[FileHeader.BothSize];
        headers.Clear();
        header.Write(headers, key);
        (header with { Generation = 1 }).Write(headers[FileHeader.SlotSize..], key);
        RandomAccess.Write(file, headers, 0);
        SyncIfRequired();
    }

    /// <summary>Replaces the record under the lock.</summary>
    public void Write(FileState current, SessionRecord next)
    {
        var generation = current.Header.Generation + 1;
        var header = current.Record.WithTimes(next.ExpiresAt, next.LastSeenAt) == next
            ? current.Header with { Generation = generation, ExpiresAt = next.ExpiresAt, LastSeenAt = next.LastSeenAt, IsPending = false }
            : WriteBody(next, generation, current.Header);
        Span<byte> bytes = stackalloc byte[FileHeader.Size];
        header.Write(bytes, key);
        RandomAccess.Write(file, bytes, header.Position);
        SyncIfRequired();
    }

    /// <summary>Makes the file unreadable, because a power failure may undo a deletion but not a flushed write.</summary>
    public void ClearHeaders()
    {
        RandomAccess.Write(file, new byte[FileHeader.BothSize], 0);
        SyncIfRequired();
    }

    private FileHeader WriteBody(SessionRecord record, long generation, FileHeader? current)
    {
        var body = SessionRecordFormat.Write(record);
        var isFree = current is null || FileHeader.BodiesStart + body.Length <= current.Value.BodyStart;
        var start = isFree ? FileHeader.BodiesStart : current!.Value.BodyEnd;
        RandomAccess.Write(file, body, start);
        return new FileHeader(
            generation,
            record.Version,
            record.ExpiresAt,
            record.LastSeenAt,
            record.IsClosed,
            IsPending: false,
            start,
            body.Length,
            Checksum.Add(Checksum.Start, body));
    }

    private bool TryReadBody(FileHeader header, ReadOnlySpan<byte> page, out FileState state)
    {
        state = default;
        if (header.BodyEnd > page.Length && header.BodyEnd > RandomAccess.GetLength(file))
        {
            return false;
        }

        var body = new byte[header.BodyLength];
        var isRead = header.BodyEnd <= page.Length
            ? page[(int)header.BodyStart..(int)header.BodyEnd].TryCopyTo(body)
            : TryFill(body, header.BodyStart);
        if (!isRead || Checksum.Add(Checksum.Start, body) != header.BodyChecksum || SessionRecordFormat.Read(body) is not { } record)
        {
            return false;
        }

        state = new(header, record.WithTimes(header.ExpiresAt, header.LastSeenAt));
        return true;
    }

    private bool TryFill(Span<byte> bytes, long position)
    {
        while (!bytes.IsEmpty && RandomAccess.Read(file, bytes, position) is > 0 and var read)
        {
            bytes = bytes[read..];
            position += read;
        }

        return bytes.IsEmpty;
    }

    private void SyncIfRequired()
    {
        if (synchronousCommit)
        {
            RandomAccess.FlushToDisk(file);
        }
    }
}
