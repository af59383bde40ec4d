namespace TypedSessions.Redis.Records;

/// <summary>
/// A record as it is stored: a hash of the version (<c>v</c>), the expiry (<c>x</c>), the hash of the owner (<c>o</c>), the whole record
/// in its binary form (<c>d</c>), and in a closed copy <c>c</c>. A touch changes the expiry alone, so that field takes precedence.
/// </summary>
internal static class StoredRecord
{
    private static readonly RedisValue[] Fields = ["v", "x", "d"];

    /// <summary>Gets the fields that <see cref="Read"/> reads.</summary>
    public static RedisValue[] ReadFields => Fields;

    /// <summary>Reads a record; <see langword="null"/> if there is none, or it is unreadable.</summary>
    public static SessionRecord? Read(RedisValue[]? fields)
        => fields is [var version, var expiresAt, var data]
            && version.TryParse(out long versionNumber)
            && TryReadTimestamp(expiresAt, out var expires)
            && SessionRecordFormat.Read((byte[]?)data) is { } record
            ? record with { Version = versionNumber, ExpiresAt = expires }
            : null;

    /// <summary>Returns a time in the form in which it is stored.</summary>
    public static RedisValue ToValue(DateTimeOffset timestamp) => timestamp.ToUnixTimeMilliseconds();

    private static bool TryReadTimestamp(RedisValue value, out DateTimeOffset timestamp)
    {
        timestamp = default;
        if (!value.TryParse(out long milliseconds) || milliseconds < DateTimeOffset.MinValue.ToUnixTimeMilliseconds()
            || milliseconds > DateTimeOffset.MaxValue.ToUnixTimeMilliseconds())
        {
            return false;
        }

        timestamp = DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
        return true;
    }
}
