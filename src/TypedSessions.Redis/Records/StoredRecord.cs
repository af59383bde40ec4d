namespace TypedSessions.Redis.Records;

/// <summary>
/// A record as it is stored: a hash of the version (<c>v</c>), the expiry (<c>x</c>), the last use by its user (<c>l</c>), the hash of the
/// owner (<c>o</c>), the whole record in its binary form (<c>d</c>), and in a closed copy <c>c</c>. A touch only changes the expiry and the
/// last use, so these fields take precedence.
/// </summary>
internal static class StoredRecord
{
    private static readonly RedisValue[] Fields = ["v", "x", "l", "d"];

    /// <summary>Gets the fields that <see cref="Read"/> reads.</summary>
    public static RedisValue[] ReadFields => Fields;

    /// <summary>Reads a record; <see langword="null"/> if there is none, or it is unreadable.</summary>
    public static SessionRecord? Read(RedisValue[]? fields)
        => fields is [var version, var expiresAt, var lastSeenAt, var data]
            && version.TryParse(out long versionNumber)
            && TryReadTimestamp(expiresAt, out var expires)
            && SessionRecordFormat.Read((byte[]?)data) is { } record
            ? record.WithTouch(versionNumber, expires, TryReadTimestamp(lastSeenAt, out var seen) ? seen : null)
            : null;

    /// <summary>Returns a time in the form in which it is stored.</summary>
    public static RedisValue ToValue(DateTimeOffset timestamp) => timestamp.ToUnixTimeMilliseconds();

    /// <summary>Returns the time of the last use in the form in which it is stored; empty if there is none.</summary>
    public static RedisValue GetLastSeen(SessionRecord record) => record.LastSeenAt is { } lastSeenAt ? ToValue(lastSeenAt) : "";

    private static SessionRecord WithTouch(this SessionRecord record, long version, DateTimeOffset expiresAt, DateTimeOffset? lastSeenAt)
        => record with
        {
            Version = version,
            ExpiresAt = expiresAt,
            Account = lastSeenAt is { } seen && record.Account is { } account ? account with { LastSeenAt = seen } : record.Account,
        };

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
