using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace TypedSessions.Storage;

/// <summary>
/// Identifies a stored session: the SHA-256 of the token in the browser's cookie. An engine gets keys only. No cookie can be made from a
/// key, so a stolen database gives access to no session, and keys may be logged.
/// </summary>
public readonly record struct SessionKey : IComparable<SessionKey>
{
    /// <summary>The size of a key in bytes.</summary>
    public const int Size = 32;

    private readonly UInt128 _high;
    private readonly UInt128 _low;

    /// <summary>Initializes a new instance from its 32 bytes.</summary>
    /// <exception cref="ArgumentException"><paramref name="bytes"/> are not exactly 32.</exception>
    public SessionKey(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Size)
        {
            throw new ArgumentException($"A session key has {Size} bytes, not {bytes.Length}.", nameof(bytes));
        }

        _high = BinaryPrimitives.ReadUInt128BigEndian(bytes);
        _low = BinaryPrimitives.ReadUInt128BigEndian(bytes[(Size / 2)..]);
    }

    private SessionKey(UInt128 high, UInt128 low) => (_high, _low) = (high, low);

    /// <summary>Returns the key of a text, for <see cref="KeyedAsyncLock"/>.</summary>
    internal static SessionKey FromText(string text) => new(SHA256.HashData(Encoding.Unicode.GetBytes(text)));

    /// <summary>Writes the key's 32 bytes.</summary>
    /// <exception cref="ArgumentException"><paramref name="destination"/> is shorter than 32 bytes.</exception>
    public void CopyTo(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt128BigEndian(destination, _high);
        BinaryPrimitives.WriteUInt128BigEndian(destination[(Size / 2)..], _low);
    }

    /// <summary>Returns the key's 32 bytes.</summary>
    public byte[] ToArray()
    {
        var bytes = new byte[Size];
        CopyTo(bytes);
        return bytes;
    }

    /// <summary>Returns the key as 64 lower-case hexadecimal digits: the public handle of a session, <c>ISession.Id</c>.</summary>
    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[Size];
        CopyTo(bytes);
        return Convert.ToHexStringLower(bytes);
    }

    /// <summary>Compares two keys by their bytes.</summary>
    public int CompareTo(SessionKey other)
        => _high.CompareTo(other._high) is not 0 and var order ? order : _low.CompareTo(other._low);

    /// <summary>Returns the key that follows, in the order of <see cref="CompareTo"/>; the first one follows the last one.</summary>
    internal SessionKey Increment() => new(_low == UInt128.MaxValue ? _high + 1 : _high, _low + 1);

    /// <summary>Parses a key from 64 hexadecimal digits, in upper or lower case: see <see cref="ToString"/>.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out SessionKey key)
    {
        key = default;
        Span<byte> bytes = stackalloc byte[Size];
        if (text is not { Length: Size * 2 } || Convert.FromHexString(text, bytes, out _, out _) is not System.Buffers.OperationStatus.Done)
        {
            return false;
        }

        key = new SessionKey(bytes);
        return true;
    }
}
