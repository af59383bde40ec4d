using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace TypedSessions.Storage;

/// <summary>
/// Names a stored session: the SHA-256 of the token that the browser's cookie carries. An engine sees keys only, so a stolen
/// database opens no session; and a key may be logged, because no cookie can be made from it.
/// </summary>
public readonly struct SessionKey : IEquatable<SessionKey>
{
    /// <summary>The size of a key in bytes.</summary>
    public const int Size = 32;

    private readonly ulong _first;
    private readonly ulong _second;
    private readonly ulong _third;
    private readonly ulong _fourth;

    /// <summary>Reads a key from its 32 bytes.</summary>
    /// <exception cref="ArgumentException"><paramref name="bytes"/> are not exactly 32.</exception>
    public SessionKey(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Size)
        {
            throw new ArgumentException($"A session key has {Size} bytes, not {bytes.Length}.", nameof(bytes));
        }

        _first = BinaryPrimitives.ReadUInt64BigEndian(bytes);
        _second = BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]);
        _third = BinaryPrimitives.ReadUInt64BigEndian(bytes[16..]);
        _fourth = BinaryPrimitives.ReadUInt64BigEndian(bytes[24..]);
    }

    /// <summary>Writes the key's 32 bytes.</summary>
    /// <exception cref="ArgumentException"><paramref name="destination"/> is shorter than 32 bytes.</exception>
    public void CopyTo(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt64BigEndian(destination, _first);
        BinaryPrimitives.WriteUInt64BigEndian(destination[8..], _second);
        BinaryPrimitives.WriteUInt64BigEndian(destination[16..], _third);
        BinaryPrimitives.WriteUInt64BigEndian(destination[24..], _fourth);
    }

    /// <summary>The key's 32 bytes in an array of their own.</summary>
    public byte[] ToArray()
    {
        var bytes = new byte[Size];
        CopyTo(bytes);
        return bytes;
    }

    /// <summary>The key as 64 lower-case hexadecimal digits: the public handle of a session, <c>ISession.Id</c>.</summary>
    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[Size];
        CopyTo(bytes);
        return Convert.ToHexStringLower(bytes);
    }

    /// <summary>Reads back what <see cref="ToString"/> wrote.</summary>
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

    /// <inheritdoc/>
    public bool Equals(SessionKey other)
        => _first == other._first && _second == other._second && _third == other._third && _fourth == other._fourth;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is SessionKey other && Equals(other);

    /// <summary>Any eight bytes of a SHA-256 are as good a hash as all of them.</summary>
    public override int GetHashCode() => _first.GetHashCode();

    /// <summary>Whether two keys are the same.</summary>
    public static bool operator ==(SessionKey left, SessionKey right) => left.Equals(right);

    /// <summary>Whether two keys differ.</summary>
    public static bool operator !=(SessionKey left, SessionKey right) => !left.Equals(right);
}
