using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;

namespace TypedSessions.Storage;

/// <summary>Reads the parts of a stored record. It never throws: a part that is invalid reads as the default.</summary>
internal ref struct RecordReader(ReadOnlySpan<byte> bytes)
{
    /// <summary>The number that represents <see langword="null"/>.</summary>
    public const long None = long.MinValue;

    private ReadOnlySpan<byte> _rest = bytes;

    /// <summary>Gets whether all parts read so far are valid.</summary>
    public bool IsValid { get; private set; } = true;

    /// <summary>Gets the number of bytes that remain.</summary>
    public readonly int Remaining => _rest.Length;

    public byte ReadByte() => Take(1) is [var value] ? value : default;

    public SessionKey ReadKey() => Take(SessionKey.Size) is { IsEmpty: false } key ? new SessionKey(key) : default;

    public long ReadInt64() => BinaryPrimitives.TryReadInt64BigEndian(Take(sizeof(long)), out var value) ? value : default;

    public DateTimeOffset ReadTimestamp() => ReadNullableTimestamp() ?? Fail<DateTimeOffset>();

    public DateTimeOffset? ReadNullableTimestamp() => ReadInt64() switch
    {
        None => null,
        var milliseconds => StoredTimestamp.TryRead(milliseconds, out var timestamp) ? timestamp : Fail<DateTimeOffset?>(),
    };

    public SessionExpiry ReadExpiry()
    {
        var stored = ReadInt64();
        return SessionExpiry.FromStoredValue(stored == None ? null : stored, ReadNullableTimestamp() ?? default);
    }

    public string? ReadText()
        => !TryReadBytes(out var text) ? null : Utf8.IsValid(text) ? Encoding.UTF8.GetString(text) : Fail<string>();

    public SessionDevice? ReadDevice()
        => TryReadBytes(out var device) ? SessionDevice.FromBytes(device) ?? Fail<SessionDevice>() : null;

    public SessionAccount? ReadAccount()
        => TryReadBytes(out var account) ? SessionAccount.FromBytes(account) ?? Fail<SessionAccount>() : Fail<SessionAccount>();

    // A closed copy that is unreadable must not become a live record.
    public SessionClosure? ReadClosure()
        => TryReadBytes(out var closure) ? SessionClosure.FromBytes(closure) ?? Fail<SessionClosure>() : null;

    /// <summary>Reads the length of the last part, which must be the number of bytes that remain.</summary>
    public int ReadRestLength() => ReadInt32() == Remaining ? Remaining : Fail<int>();

    private int ReadInt32() => BinaryPrimitives.TryReadInt32BigEndian(Take(sizeof(int)), out var value) ? value : default;

    private bool TryReadBytes(out ReadOnlySpan<byte> value)
    {
        var length = ReadInt32();
        value = length == -1 ? default : Take(length);
        return IsValid && length != -1;
    }

    private ReadOnlySpan<byte> Take(int length)
    {
        if (length < 0 || length > _rest.Length)
        {
            return Fail<byte[]>();
        }

        var taken = _rest[..length];
        _rest = _rest[length..];
        return taken;
    }

    private T? Fail<T>()
    {
        IsValid = false;
        return default;
    }
}
