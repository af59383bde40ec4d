using System.Buffers.Binary;
using System.Text;

namespace TypedSessions.Storage;

/// <summary>
/// Marks a record as the closed copy that a rotation leaves under the old key, and
/// says what the record was and which sessions continued from it.
/// </summary>
public sealed record SessionClosure
{
    /// <summary>The largest number of sessions that can continue from one closed copy.</summary>
    public const int MaxSuccessors = 8;

    private const byte FormatVersion = 1;
    private const long None = long.MinValue;

    /// <summary>
    /// Gets the keys of the sessions that continued from the record: at least one, at most
    /// <see cref="MaxSuccessors"/>. The session that took the record's place comes first.
    /// </summary>
    public required IReadOnlyList<SessionKey> Successors { get; init; }

    /// <summary>Gets the owner that the record had when it was closed; <see langword="null"/> if it had none.</summary>
    public string? Owner { get; init; }

    /// <summary>Gets the scheme that had set the owner; <see langword="null"/> if no scheme had.</summary>
    public string? OwnerScheme { get; init; }

    /// <summary>Gets the expiry that the record had when it was closed. The copy itself ends at a fixed time.</summary>
    public SessionExpiry Expiry { get; init; }

    /// <summary>Gets whether the record belonged to no user, neither a known nor an unknown one.</summary>
    public bool WasAnonymous => Owner is null && OwnerScheme is null;

    /// <summary>Returns the binary form: one column or field of a stored record.</summary>
    public byte[] ToBytes()
    {
        var owner = Encode(Owner);
        var scheme = Encode(OwnerScheme);
        var bytes = new byte[2 + (Successors.Count * SessionKey.Size) + (2 * sizeof(long)) + owner.Length + scheme.Length];
        bytes[0] = FormatVersion;
        bytes[1] = (byte)Successors.Count;
        var rest = bytes.AsSpan(2);
        foreach (var key in Successors)
        {
            key.CopyTo(rest);
            rest = rest[SessionKey.Size..];
        }

        BinaryPrimitives.WriteInt64BigEndian(rest, Expiry.ToStored() ?? None);
        BinaryPrimitives.WriteInt64BigEndian(rest[sizeof(long)..], Expiry.Moment?.ToUnixTimeMilliseconds() ?? None);
        owner.CopyTo(rest[(2 * sizeof(long))..]);
        scheme.CopyTo(rest[((2 * sizeof(long)) + owner.Length)..]);
        return bytes;
    }

    /// <summary>Reads the binary form.</summary>
    /// <returns>The closure, or <see langword="null"/> if the bytes are not one.</returns>
    public static SessionClosure? FromBytes(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 2 || bytes[0] != FormatVersion || bytes[1] is < 1 or > MaxSuccessors
            || bytes.Length < 2 + (bytes[1] * SessionKey.Size) + (2 * sizeof(long)))
        {
            return null;
        }

        var successors = new SessionKey[bytes[1]];
        var rest = bytes[2..];
        for (var i = 0; i < successors.Length; i++)
        {
            successors[i] = new SessionKey(rest[..SessionKey.Size]);
            rest = rest[SessionKey.Size..];
        }

        var expiry = ReadNumber(ref rest);
        var moment = ReadNumber(ref rest);
        return TryReadText(ref rest, out var owner) && TryReadText(ref rest, out var scheme) && rest.IsEmpty
            && StoredMoment.TryRead(moment ?? 0, out var expires)
            ? new SessionClosure
            {
                Successors = successors,
                Owner = owner,
                OwnerScheme = scheme,
                Expiry = SessionExpiry.FromStored(expiry, expires),
            }
            : null;
    }

    // Two bytes for the length, counted from 1 because 0 is null, and the text in UTF-8.
    private static byte[] Encode(string? text)
    {
        var bytes = new byte[sizeof(ushort) + (text is null ? 0 : Encoding.UTF8.GetByteCount(text))];
        if (text is not null)
        {
            Encoding.UTF8.GetBytes(text, bytes.AsSpan(sizeof(ushort)));
            BinaryPrimitives.WriteUInt16BigEndian(bytes, checked((ushort)(bytes.Length - sizeof(ushort) + 1)));
        }

        return bytes;
    }

    private static long? ReadNumber(ref ReadOnlySpan<byte> rest)
    {
        var number = BinaryPrimitives.ReadInt64BigEndian(rest);
        rest = rest[sizeof(long)..];
        return number == None ? null : number;
    }

    private static bool TryReadText(ref ReadOnlySpan<byte> rest, out string? text)
    {
        text = null;
        if (!BinaryPrimitives.TryReadUInt16BigEndian(rest, out var length) || length > rest.Length - sizeof(ushort) + 1)
        {
            return false;
        }

        if (length > 0)
        {
            text = Encoding.UTF8.GetString(rest.Slice(sizeof(ushort), length - 1));
        }

        rest = rest[(sizeof(ushort) + Math.Max(0, length - 1))..];
        return true;
    }
}
