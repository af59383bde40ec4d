using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;

namespace TypedSessions.Engines.Cache;

/// <summary>A record in the form in which a cache holds it.</summary>
/// <remarks>
/// The version byte <c>01</c>; a byte that says which of the parts in brackets are there; created, expires, version,
/// [deadline], [expiry], [confirmed] as 8 bytes each, [owner], [scheme], [closure] and the payload as a length of 4 bytes and
/// the bytes. All big-endian, moments in milliseconds since 1970, nothing after the end. Whatever is otherwise is no record.
/// </remarks>
/// <param name="Record">The record.</param>
/// <param name="Confirmed">
/// In a copy of a record that is kept elsewhere, a moment at which it was as there;
/// <see langword="null"/> where the cache has the only one.
/// </param>
internal readonly record struct CachedRecord(SessionRecord Record, DateTimeOffset? Confirmed = null)
{
    private const byte FormatVersion = 1;

    private readonly byte[]? _closure = Record.Closure?.ToBytes();

    [Flags]
    private enum Parts : byte
    {
        None = 0,
        Deadline = 1,
        Expiry = 2,
        Confirmed = 4,
        Owner = 8,
        Scheme = 16,
        Closure = 32,
        All = Deadline | Expiry | Confirmed | Owner | Scheme | Closure,
    }

    /// <summary>How many bytes <see cref="Write"/> needs.</summary>
    public int Size
        => 2
            + (3 * sizeof(long))
            + (Record.Deadline is null ? 0 : sizeof(long))
            + (Record.Expiry.ToStored() is null ? 0 : sizeof(long))
            + (Confirmed is null ? 0 : sizeof(long))
            + SizeOf(Record.Owner)
            + SizeOf(Record.OwnerScheme)
            + (_closure is null ? 0 : sizeof(int) + _closure.Length)
            + sizeof(int) + Record.Values.Payload.Length;

    private Parts Present
        => (Record.Deadline is null ? Parts.None : Parts.Deadline)
            | (Record.Expiry.ToStored() is null ? Parts.None : Parts.Expiry)
            | (Confirmed is null ? Parts.None : Parts.Confirmed)
            | (Record.Owner is null ? Parts.None : Parts.Owner)
            | (Record.OwnerScheme is null ? Parts.None : Parts.Scheme)
            | (_closure is null ? Parts.None : Parts.Closure);

    /// <summary>Writes the stored form.</summary>
    /// <param name="destination">Exactly <see cref="Size"/> bytes.</param>
    public void Write(Span<byte> destination)
    {
        destination[0] = FormatVersion;
        destination[1] = (byte)Present;
        var rest = destination[2..];
        WriteNumber(ref rest, Record.Created.ToUnixTimeMilliseconds());
        WriteNumber(ref rest, Record.Expires.ToUnixTimeMilliseconds());
        WriteNumber(ref rest, Record.Version);
        WriteNumber(ref rest, Record.Deadline?.ToUnixTimeMilliseconds());
        WriteNumber(ref rest, Record.Expiry.ToStored());
        WriteNumber(ref rest, Confirmed?.ToUnixTimeMilliseconds());
        WriteText(ref rest, Record.Owner);
        WriteText(ref rest, Record.OwnerScheme);
        if (_closure is not null)
        {
            WriteBytes(ref rest, _closure);
        }

        WriteBytes(ref rest, Record.Values.Payload.Span);
    }

    /// <summary>
    /// Reads the stored form; <see langword="null"/> when it is none. The record's values are slices of <paramref name="bytes"/>.
    /// </summary>
    public static CachedRecord? Read(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length < 2 || bytes.Span[0] != FormatVersion || bytes.Span[1] > (byte)Parts.All)
        {
            return null;
        }

        var parts = (Parts)bytes.Span[1];
        var rest = bytes[2..];
        return TryReadMoment(ref rest, out var created)
            && TryReadMoment(ref rest, out var expires)
            && TryReadNumber(ref rest, out var version)
            && TryReadMoment(ref rest, parts.HasFlag(Parts.Deadline), out var deadline)
            && TryReadNumber(ref rest, parts.HasFlag(Parts.Expiry), out var expiry)
            && TryReadMoment(ref rest, parts.HasFlag(Parts.Confirmed), out var confirmed)
            && TryReadText(ref rest, parts.HasFlag(Parts.Owner), out var owner)
            && TryReadText(ref rest, parts.HasFlag(Parts.Scheme), out var scheme)
            && TryReadClosure(ref rest, parts.HasFlag(Parts.Closure), out var closure)
            && TryReadBytes(ref rest, out var payload)
            && rest.IsEmpty
            ? new CachedRecord(
                new SessionRecord
                {
                    Values = SessionValues.FromPayload(payload),
                    Created = created,
                    Expires = expires,
                    Expiry = SessionExpiry.FromStored(expiry, expires),
                    Deadline = deadline,
                    Version = version,
                    Owner = owner,
                    OwnerScheme = scheme,
                    Closure = closure,
                },
                confirmed)
            : null;
    }

    private static void WriteNumber(ref Span<byte> rest, long? number)
    {
        if (number is { } value)
        {
            BinaryPrimitives.WriteInt64BigEndian(rest, value);
            rest = rest[sizeof(long)..];
        }
    }

    private static int SizeOf(string? text) => text is null ? 0 : sizeof(int) + Encoding.UTF8.GetByteCount(text);

    private static void WriteText(ref Span<byte> rest, string? text)
    {
        if (text is not null)
        {
            var length = Encoding.UTF8.GetBytes(text, rest[sizeof(int)..]);
            BinaryPrimitives.WriteInt32BigEndian(rest, length);
            rest = rest[(sizeof(int) + length)..];
        }
    }

    private static void WriteBytes(ref Span<byte> rest, ReadOnlySpan<byte> bytes)
    {
        BinaryPrimitives.WriteInt32BigEndian(rest, bytes.Length);
        bytes.CopyTo(rest[sizeof(int)..]);
        rest = rest[(sizeof(int) + bytes.Length)..];
    }

    private static bool TryReadNumber(ref ReadOnlyMemory<byte> rest, out long number)
    {
        if (!BinaryPrimitives.TryReadInt64BigEndian(rest.Span, out number))
        {
            return false;
        }

        rest = rest[sizeof(long)..];
        return true;
    }

    private static bool TryReadNumber(ref ReadOnlyMemory<byte> rest, bool isThere, out long? number)
    {
        number = null;
        if (!isThere)
        {
            return true;
        }

        var isRead = TryReadNumber(ref rest, out long value);
        number = value;
        return isRead;
    }

    private static bool TryReadMoment(ref ReadOnlyMemory<byte> rest, out DateTimeOffset moment)
    {
        moment = default;
        return TryReadNumber(ref rest, out long milliseconds) && StoredMoment.TryRead(milliseconds, out moment);
    }

    private static bool TryReadMoment(ref ReadOnlyMemory<byte> rest, bool isThere, out DateTimeOffset? moment)
    {
        moment = null;
        if (!isThere)
        {
            return true;
        }

        var isRead = TryReadMoment(ref rest, out DateTimeOffset value);
        moment = value;
        return isRead;
    }

    private static bool TryReadText(ref ReadOnlyMemory<byte> rest, bool isThere, out string? text)
    {
        text = null;
        if (!isThere)
        {
            return true;
        }

        if (!TryReadBytes(ref rest, out var bytes) || !Utf8.IsValid(bytes.Span))
        {
            return false;
        }

        text = Encoding.UTF8.GetString(bytes.Span);
        return true;
    }

    private static bool TryReadClosure(ref ReadOnlyMemory<byte> rest, bool isThere, out SessionClosure? closure)
    {
        closure = null;
        return !isThere || (TryReadBytes(ref rest, out var bytes) && (closure = SessionClosure.FromBytes(bytes.Span)) is not null);
    }

    private static bool TryReadBytes(ref ReadOnlyMemory<byte> rest, out ReadOnlyMemory<byte> bytes)
    {
        bytes = default;
        if (!BinaryPrimitives.TryReadInt32BigEndian(rest.Span, out var length) || length < 0 || length > rest.Length - sizeof(int))
        {
            return false;
        }

        bytes = rest.Slice(sizeof(int), length);
        rest = rest[(sizeof(int) + length)..];
        return true;
    }
}
