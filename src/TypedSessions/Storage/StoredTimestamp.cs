namespace TypedSessions.Storage;

/// <summary>Timestamps as engines store them: in milliseconds since 1970.</summary>
internal static class StoredTimestamp
{
    private static readonly long Min = DateTimeOffset.MinValue.ToUnixTimeMilliseconds();
    private static readonly long Max = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    /// <summary>Reads a timestamp; returns <see langword="false"/> if the value is out of range.</summary>
    public static bool TryRead(long milliseconds, out DateTimeOffset timestamp)
    {
        var isValid = milliseconds >= Min && milliseconds <= Max;
        timestamp = isValid ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds) : default;
        return isValid;
    }
}
